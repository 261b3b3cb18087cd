import { Badge, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { healthyQuery, partsQuery, readyQuery } from '../api/status';
import { Failure } from '../shell/Failure';
import { Panel } from '../shell/Panel';
import { formatDuration } from './duration';
import { useNow } from './useNow';

export function HealthCard() {
  const healthy = useQuery(healthyQuery);
  const ready = useQuery(readyQuery);
  const parts = useQuery(partsQuery);
  const error = healthy.error ?? ready.error;
  return (
    <Panel title="Status">
      {error ? (
        <Failure error={error} />
      ) : (
        <dl className="facts" aria-live="polite">
          <dt>Server</dt>
          <dd>
            <State value={healthy.data} yes="Healthy" no="Not healthy" />
          </dd>
          <dt>Requests</dt>
          <dd>
            <State value={ready.data} yes="Ready" no="Not ready" />
          </dd>
          <dt>Up for</dt>
          <dd>{parts.data ? <Uptime since={parts.data.startTime} /> : <Skeleton height={20} width={80} />}</dd>
        </dl>
      )}
    </Panel>
  );
}

function State({ value, yes, no }: { value: boolean | undefined; yes: string; no: string }) {
  if (value === undefined) {
    return <Skeleton height={20} width={80} />;
  }
  return (
    <Badge color={value ? 'teal' : 'red'} variant="light" tt="none">
      {value ? yes : no}
    </Badge>
  );
}

/** Apart, so that the clock draws only itself anew. A live region would read it out every second. */
function Uptime({ since }: { since: string }) {
  const start = Date.parse(since);
  return (
    <span aria-live="off" title={`Since ${new Date(start).toLocaleString()}`}>
      {formatDuration((useNow() - start) / 1_000)}
    </span>
  );
}
