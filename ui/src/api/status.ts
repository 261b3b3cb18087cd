import { queryOptions } from '@tanstack/react-query';
import { getApi, getOk } from './client';

export interface BuildInfo {
  version: string;
  revision: string;
  branch: string;
  buildUser: string;
  buildDate: string;
  goVersion: string;
}

export interface Part {
  name: string;
  built: boolean;
  summary: string;
}

export interface Parts {
  startTime: string;
  parts: Part[];
}

const healthInterval = 5_000;

export const buildInfoQuery = queryOptions({
  queryKey: ['buildinfo'],
  queryFn: ({ signal }) => getApi<BuildInfo>('status/buildinfo', signal),
  staleTime: Number.POSITIVE_INFINITY,
});

export const partsQuery = queryOptions({
  queryKey: ['parts'],
  queryFn: ({ signal }) => getApi<Parts>('status/parts', signal),
  refetchInterval: 60_000,
});

export const healthyQuery = queryOptions({
  queryKey: ['healthy'],
  queryFn: ({ signal }) => getOk('-/healthy', signal),
  refetchInterval: healthInterval,
});

export const readyQuery = queryOptions({
  queryKey: ['ready'],
  queryFn: ({ signal }) => getOk('-/ready', signal),
  refetchInterval: healthInterval,
});
