import { Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type Part, partsQuery } from '../api/status';
import { Failure } from '../shell/Failure';
import { Panel } from '../shell/Panel';

export function PartsCard() {
  const { data, error } = useQuery(partsQuery);
  const built = data?.parts.filter((part) => part.built) ?? [];
  const planned = data?.parts.filter((part) => !part.built) ?? [];
  const count = (
    <Text size="sm" c="dimmed">
      {built.length} of {data?.parts.length} parts
    </Text>
  );
  return (
    <Panel title="What this version does" aside={data && count}>
      {error && <Failure error={error} />}
      <PartList title="In this version" parts={built} />
      <PartList title="Not built yet" parts={planned} />
      {!data && !error && <Skeleton height={160} />}
    </Panel>
  );
}

function PartList({ title, parts }: { title: string; parts: Part[] }) {
  if (parts.length === 0) {
    return null;
  }
  return (
    <>
      <h3 className="parts-title">{title}</h3>
      <ul className="parts">
        {parts.map((part) => (
          <PartItem key={part.name} part={part} />
        ))}
      </ul>
    </>
  );
}

function PartItem({ part }: { part: Part }) {
  return (
    <li className="part">
      <svg
        className="mark"
        data-good={part.built || undefined}
        viewBox="0 0 20 20"
        width={18}
        height={18}
        fill="none"
        stroke="currentColor"
        strokeWidth={2}
        aria-hidden="true"
      >
        {part.built ? <path d="m4 10.5 4 4 8-9" /> : <circle cx="10" cy="10" r="6.5" strokeDasharray="2.5 2.6" />}
      </svg>
      <div>
        <Text size="sm" fw={600}>
          {part.name}
        </Text>
        <Text size="sm" c="dimmed">
          {part.summary}
        </Text>
      </div>
    </li>
  );
}
