// A failed HTTP request as a value to show or to decide on: RFC 9457 problem details, or no answer at all.

/** The members of an `application/problem+json` body. */
export interface ProblemDetails {
  type: string;
  title: string;
  status: number;
  detail: string;
  /** From the catalogue shared with the socket's error events, for example `PARTY_ENDED`. */
  code: string;
}

/** Thrown by every HTTP call that did not succeed. `status` 0 and code `UNREACHABLE`: there was no answer. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  /** Seconds to wait before another try, when the server named a time (429, 503). */
  readonly retryAfterSeconds: number | null;

  constructor(
    readonly problem: ProblemDetails,
    retryAfterSeconds: number | null = null,
  ) {
    super(problem.detail || problem.title);
    this.retryAfterSeconds = retryAfterSeconds;
  }

  get status(): number {
    return this.problem.status;
  }

  get code(): string {
    return this.problem.code;
  }
}

/** The problem of a request that got no answer. */
export function unreachable(): ProblemError {
  return new ProblemError({
    type: 'about:blank',
    title: 'No answer',
    status: 0,
    detail: 'The server did not answer.',
    code: 'UNREACHABLE',
  });
}

/** Reads the problem of an answer that is not a success; survives bodies that are not problem details. */
export async function problemOf(response: Response): Promise<ProblemError> {
  const retryAfter = Number(response.headers.get('Retry-After') ?? Number.NaN);
  const body: Partial<ProblemDetails> = await response.json().catch(() => ({}));
  return new ProblemError(
    {
      type: body.type ?? 'about:blank',
      title: body.title ?? `HTTP ${response.status}`,
      status: response.status,
      detail: body.detail ?? '',
      code: body.code ?? `HTTP_${response.status}`,
    },
    Number.isFinite(retryAfter) ? retryAfter : null,
  );
}
