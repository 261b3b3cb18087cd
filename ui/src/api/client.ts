/** The envelope of every answer of the HTTP API. */
type Envelope<T> = { status: 'success'; data: T } | { status: 'error'; errorType: string; error: string };

/** A failed request, in words for the user. */
export class ApiError extends Error {}

/** Gets from the API. The path has no slash at its start: it is relative to the page, which may live under a prefix. */
export async function getApi<T>(path: string, signal?: AbortSignal): Promise<T> {
  const response = await request(`api/v1/${path}`, signal);
  let envelope: Envelope<T>;
  try {
    envelope = await response.json();
  } catch {
    throw new ApiError(`The server answered ${response.status} with something that is not JSON.`);
  }
  if (envelope.status !== 'success') {
    throw new ApiError(envelope.error);
  }
  return envelope.data;
}

/** Whether a health route answers with success. A server that cannot be reached is an error, one that says no is not. */
export async function getOk(path: string, signal?: AbortSignal): Promise<boolean> {
  return (await request(path, signal)).ok;
}

async function request(path: string, signal?: AbortSignal): Promise<Response> {
  try {
    return await fetch(path, { signal: signal ?? null, credentials: 'same-origin' });
  } catch (error) {
    if (signal?.aborted) {
      throw error;
    }
    throw new ApiError('The server cannot be reached.');
  }
}
