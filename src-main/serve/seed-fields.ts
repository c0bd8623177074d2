type Fields = Record<string, unknown>;

/** Fields of `POST /batch` in the first descriptions of the system, and what they are called here. */
const SEED_FIELDS: Readonly<Record<string, string>> = {
  dry_run: 'dryRun',
  ignore_case: 'ignoreCase',
  project_id: 'projectId',
  min_size_mb: 'minSizeMb',
  max_age_days: 'maxAgeDays',
  exclude_patterns: 'excludePatterns',
};

/** A body in the words of the first descriptions, with our names. What fits neither form is refused further on. */
export function withOwnFields(method: string, pathname: string, body: unknown): unknown {
  if (method !== 'POST' || !isFields(body)) return body;
  if (pathname === '/batch') return scanOf(body);
  return pathname === '/sync/jobs' ? syncJobOf(body) : body;
}

/** `{type, payload: {files, subjects, hierarchical}}`; whoever mixes it with our names is told that it does not fit. */
function syncJobOf(body: Fields): unknown {
  const { type, payload, ...rest } = body;
  if (type === undefined || !isFields(payload)) return body;
  const { files, ...more } = payload;
  return { ...rest, ...more, operation: type, target: { files } };
}

/**
 * A field that is there under both names keeps the foreign one too, which is then refused as what nobody knows: which of
 * the two is meant cannot be told.
 */
function scanOf(body: Fields): unknown {
  const { filters, ...rest } = body;
  return {
    ...renamed(rest),
    ...(filters === undefined ? {} : { filters: isFields(filters) ? renamed(filters) : filters }),
  };
}

function renamed(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      const own = Object.hasOwn(SEED_FIELDS, name) ? SEED_FIELDS[name] : undefined;
      return [own === undefined || Object.hasOwn(fields, own) ? name : own, value];
    }),
  );
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
