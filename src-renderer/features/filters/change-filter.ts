import { useView, type ViewFilter } from '../../app/view.ts';

type Change = { [Key in keyof ViewFilter]?: ViewFilter[Key] | undefined };

/** Changes parts of the filter; `undefined` takes a part off. */
export function changeFilter(change: Change): void {
  const { filter, set } = useView.getState();
  const next = Object.fromEntries(
    Object.entries({ ...filter, ...change }).filter(
      ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
    ),
  ) as ViewFilter;
  set({ filter: next });
}
