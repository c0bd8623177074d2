// The sentences lie in src-preload/contract/problem-texts.ts, because the command line shows them too. Edit them there.
export * from '../../../src-preload/contract/problem-texts.ts';
