import type { CheckedParamsOf, RequestName, ResultOf } from '../../../src/shared/contract/requests.ts';

/** One answer per request of the contract. */
export type Answers = { readonly [N in RequestName]: (params: CheckedParamsOf<N>) => ResultOf<N> };

/** Those of some groups: `orders`, `fills`. */
export type Some<Prefix extends string> = Pick<Answers, Extract<RequestName, `${Prefix}.${string}`>>;

export const newestFirst = <T>(items: readonly T[], limit: number) => ({
  items: items.slice(0, limit),
  hasMore: items.length > limit,
});
export const newestLast = <T>(items: readonly T[], limit: number) => ({
  items: items.slice(-limit),
  hasMore: items.length > limit,
});
