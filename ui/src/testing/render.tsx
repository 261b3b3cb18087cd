import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { vi } from 'vitest';

/** Draws within the providers that the page has, with answers from the table instead of a server; other paths are 404. */
export function renderWith(answers: Record<string, () => Response | Promise<Response>>, children: ReactNode) {
  vi.stubGlobal(
    'fetch',
    async (path: string) => answers[path]?.() ?? new Response('404 page not found\n', { status: 404 }),
  );
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  return render(
    <MantineProvider env="test">
      <QueryClientProvider client={client}>{children}</QueryClientProvider>
    </MantineProvider>,
  );
}

export const success = (data: unknown) => () => Response.json({ status: 'success', data });
