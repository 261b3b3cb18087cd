import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderWith, success } from '../testing/render';
import { BuildCard } from './BuildCard';
import { HealthCard } from './HealthCard';
import { PartsCard } from './PartsCard';

const parts = {
  startTime: '2026-01-02T15:04:05.000Z',
  parts: [
    { name: 'Web server', built: true, summary: 'Answers' },
    { name: 'PromQL', built: false, summary: 'Queries' },
  ],
};

test('a ready server is shown as healthy and ready', async () => {
  renderWith({ '-/healthy': () => new Response('ok'), '-/ready': () => new Response('ok') }, <HealthCard />);
  expect(await screen.findByText('Healthy')).toBeDefined();
  expect(await screen.findByText('Ready')).toBeDefined();
});

test('a server that is starting is shown as not ready', async () => {
  const starting = () => new Response('Service Unavailable', { status: 503 });
  renderWith({ '-/healthy': () => new Response('ok'), '-/ready': starting }, <HealthCard />);
  expect(await screen.findByText('Not ready')).toBeDefined();
});

test('a server that is gone is said to be so', async () => {
  const gone = () => Promise.reject(new TypeError('fetch failed'));
  renderWith({ '-/healthy': gone, '-/ready': gone }, <HealthCard />);
  expect((await screen.findByRole('alert')).textContent).toBe('The server cannot be reached.');
});

test('build information is shown with a short revision', async () => {
  const build = {
    version: '1.2.3',
    revision: '0123456789abcdef',
    branch: 'main',
    buildUser: 'somebody',
    buildDate: '20260102-15:04:05',
    goVersion: '.NET 10.0.0',
  };
  renderWith({ 'api/v1/status/buildinfo': success(build) }, <BuildCard />);
  expect(await screen.findByText('1.2.3')).toBeDefined();
  expect(screen.getByText('0123456789ab (main)')).toBeDefined();
});

test('an error of the API is shown in its words', async () => {
  const failed = () => Response.json({ status: 'error', errorType: 'internal', error: 'out of order' });
  renderWith({ 'api/v1/status/buildinfo': failed }, <BuildCard />);
  expect((await screen.findByRole('alert')).textContent).toBe('out of order');
});

test('parts are counted and listed by what is built', async () => {
  renderWith({ 'api/v1/status/parts': success(parts) }, <PartsCard />);
  expect(await screen.findByText('1 of 2 parts')).toBeDefined();
  const [built, planned] = screen.getAllByRole('list');
  expect(built?.textContent).toContain('Web server');
  expect(planned?.textContent).toContain('PromQL');
  expect(screen.getByText('Not built yet').nextElementSibling).toBe(planned);
});
