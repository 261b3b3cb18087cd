import { Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { buildInfoQuery } from '../api/status';
import { Failure } from '../shell/Failure';
import { Panel } from '../shell/Panel';
import { formatBuildDate } from './duration';

export function BuildCard() {
  const { data: build, error } = useQuery(buildInfoQuery);
  if (error) {
    return (
      <Panel title="Build">
        <Failure error={error} />
      </Panel>
    );
  }
  const facts: [string, string | undefined][] = [
    ['Version', build?.version],
    ['Revision', build && `${build.revision.slice(0, 12)} (${build.branch})`],
    ['Date', build && formatBuildDate(build.buildDate)],
    ['Runtime', build?.goVersion],
  ];
  return (
    <Panel title="Build">
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{name}</dt>
            <dd>
              {value === undefined ? (
                <Skeleton height={20} width={160} />
              ) : (
                <Text span inherit ff={name === 'Revision' ? 'monospace' : 'text'}>
                  {value}
                </Text>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
