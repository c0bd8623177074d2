/** What an XMP packet or sidecar says. `|` parts the levels of a hierarchical keyword. */
export interface XmpFacts {
  rating?: number;
  label?: string;
  title?: string;
  caption?: string;
  keywords?: readonly string[];
  hierarchical?: readonly string[];
}

/** An XMP document as photo programs write it into a file or beside one. */
export function xmpDocument(facts: XmpFacts): string {
  const attributes = [
    facts.rating === undefined ? '' : ` xmp:Rating="${facts.rating}"`,
    facts.label === undefined ? '' : ` xmp:Label="${escapeXml(facts.label)}"`,
  ].join('');
  const elements = [
    facts.title === undefined ? '' : localized('dc:title', facts.title),
    facts.caption === undefined ? '' : localized('dc:description', facts.caption),
    bag('dc:subject', facts.keywords),
    bag('lr:hierarchicalSubject', facts.hierarchical),
  ].join('');
  return (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n' +
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">\n' +
    ' <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n' +
    '  <rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"' +
    ` xmlns:lr="http://ns.adobe.com/lightroom/1.0/"${attributes}>\n${elements}  </rdf:Description>\n` +
    ' </rdf:RDF>\n</x:xmpmeta>\n<?xpacket end="w"?>\n'
  );
}

function bag(name: string, values: readonly string[] | undefined): string {
  if (values === undefined || values.length === 0) return '';
  const items = values.map((value) => `<rdf:li>${escapeXml(value)}</rdf:li>`).join('');
  return `   <${name}><rdf:Bag>${items}</rdf:Bag></${name}>\n`;
}

function localized(name: string, value: string): string {
  return `   <${name}><rdf:Alt><rdf:li xml:lang="x-default">${escapeXml(value)}</rdf:li></rdf:Alt></${name}>\n`;
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
