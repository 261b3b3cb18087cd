// Metrics of every kind that prom-client has, with values that do not change, and those that
// prometheus-api-metrics makes of requests. Prints the port that it listens on.
'use strict';

const express = require('express');
const client = require('prom-client');
const apiMetrics = require('prometheus-api-metrics');

function fill(registers, enableExemplars) {
  const orders = new client.Counter({ name: 'shop_orders_total', help: 'Orders, "all" of them \\ and\nmore.', labelNames: ['kind', 'payer'], registers, enableExemplars });
  const rooms = new client.Gauge({ name: 'shop_temperature_celsius', help: 'Temperature.', labelNames: ['room'], registers });
  const seconds = new client.Histogram({ name: 'shop_request_seconds', help: 'Duration.', labelNames: ['route'], buckets: [0.01, 0.1, 1, 10], registers, enableExemplars });
  const sizes = new client.Summary({ name: 'shop_size_bytes', help: 'Sizes.', percentiles: [0.5, 0.9, 0.99], registers });
  const observe = (value, route) => enableExemplars
    ? seconds.observe({ labels: { route }, value, exemplarLabels: { trace_id: 'a'.repeat(16) } })
    : seconds.observe({ route }, value);
  if (enableExemplars) {
    orders.inc({ labels: { kind: 'book', payer: 'zürich' }, value: 17, exemplarLabels: { trace_id: 'b'.repeat(16) } });
  } else {
    orders.inc({ kind: 'book', payer: 'zürich' }, 17);
  }

  orders.inc(enableExemplars ? { labels: { kind: 'a\n"b"\\', payer: '' }, value: 0.5 } : { kind: 'a\n"b"\\', payer: '' }, enableExemplars ? undefined : 0.5);
  rooms.set({ room: 'cellar' }, -12.75);
  rooms.set({ room: 'attic' }, NaN);
  rooms.set({ room: 'sun' }, Infinity);
  for (let i = 1; i <= 1000; i++) {
    observe(i * i / 100000, i % 2 ? '/odd' : '/even');

    // Of up to three values the digest keeps each; of more it merges some at every scrape, in random order, and quantiles change with it.
    sizes.observe([256, 512, 1024][i % 3]);
  }
}

const classic = new client.Registry();
fill([classic], false);
const open = new client.Registry();
open.setContentType(client.Registry.OPENMETRICS_CONTENT_TYPE);
fill([open], true);

const app = express();
app.use(apiMetrics({ metricsPath: '/api-metrics' }));
app.get('/hello/:name', (request, response) => response.send('hello'));
for (const [path, registry] of [['/metrics', classic], ['/openmetrics', open]]) {
  app.get(path, async (request, response) => {
    response.set('Content-Type', registry.contentType);
    response.end(await registry.metrics());
  });
}

const server = app.listen(0, '127.0.0.1', () => console.error(`listening on ${server.address().port}`));
