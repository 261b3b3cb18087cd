using Microsoft.Extensions.Logging;
using Pharos.Foundation.Logging;
using Pharos.Instrumentation;
using Pharos.Storage;
using Pharos.Tsdb.Head.Chunks;
using Pharos.Tsdb.Head.Snapshots;
using Pharos.Tsdb.Wal;

namespace Pharos.Tsdb.Head.Replay;

/// <summary>
/// Makes a head of what a data directory has for it, whatever state that is in: what cannot be read is dropped, with one line that says so.
/// </summary>
internal sealed class HeadOpening(string directory, ILogger log, TimeProvider time, MetricRegistry? metrics = null)
{
    private readonly string _walDirectory = Path.Combine(directory, "wal");
    private readonly string _lateDirectory = Path.Combine(directory, "wbl");

    private readonly List<string> _damage = [];

    /// <summary>What was found broken.</summary>
    public IReadOnlyList<string> Damage => _damage;

    /// <summary>How to make room if the log has more than memory holds; without it everything it has gets into the head.</summary>
    public ReplayReliefOptions? Relief { get; init; }

    /// <summary>Is told how far reading the log has got.</summary>
    public ReplayProgress? Progress { get; init; }

    /// <summary>How many blocks were cut to make room.</summary>
    public int CutBlocks { get; private set; }

    /// <param name="minValidMs">The end of what blocks have: older samples of the log are passed over.</param>
    /// <param name="repair">Whether a broken log is cut where it breaks, as it must be before it is written on; a reader leaves it.</param>
    public HeadStore Open(HeadOptions options, long minValidMs, bool repair) =>
        Open(options, minValidMs, repair, new HeadChunkFiles(ChunksIn(directory)));

    /// <summary>As the other, but nothing in the directory is changed: chunks that get full go to files below the sandbox.</summary>
    /// <param name="sandbox">A folder that need not be there, and is the caller's to delete when the head is disposed.</param>
    public HeadStore OpenBeside(HeadOptions options, long minValidMs, string sandbox) =>
        Open(options, minValidMs, repair: false, new HeadChunkFiles(ChunksIn(directory), ChunksIn(sandbox)));

    private static string ChunksIn(string folder) => Path.Combine(folder, "chunks_head");

    private HeadStore Open(HeadOptions options, long minValidMs, bool repair, HeadChunkFiles chunkFiles)
    {
        var started = time.GetTimestamp();
        var head = new HeadStore(options, chunkFiles, metrics, time);
        try
        {
            head.Times.SetMinValid(minValidMs);
            log.Info("Replaying on-disk memory mappable chunks if any");
            using var replay = new HeadReplay(head, repair && Relief is not null ? Relief with { LogRecords = LogRecords, Log = log } : null);
            var isWhole = true;
            if (replay.ReadChunkFiles() is { } broken)
            {
                isWhole = false;
                _damage.Add(broken.Message);
                head.Metrics?.ChunkFileCorruptions.Increment();
                log.Warn("Head chunk files from the first broken one on are dropped, their samples are read from the write-ahead log", [("err", broken.Message)]);
            }

            var chunksRead = time.GetTimestamp();
            log.Info("On-disk memory mappable chunks replay completed", [("duration", time.GetElapsedTime(started, chunksRead))]);
            var snapshot = repair && options.HasSnapshots
                ? new SnapshotLoading(directory, _walDirectory, log, time).Load(head, replay, isWhole && replay.UnusedChunks == 0)
                : null;
            ReadWal(replay, repair, snapshot);
            replay.Finish();
            if (snapshot is not null)
            {
                // Which series were there before it under other references only the part of the log knows that was not read.
                head.WalKeeper.KeepUnknown(head.Times.MaxMs);
            }

            using (var late = new WalReader(_lateDirectory))
            {
                ReadLog(late, replay.ReadLate, "The log of samples out of order", repair);
            }

            CutBlocks = replay.CutBlocks;
            if (head.Metrics is { } told)
            {
                Tell(told, replay, time.GetElapsedTime(started));
            }

            if (replay.UnknownSamples > 0)
            {
                log.Warn("Samples of series that the write-ahead log does not name were dropped", [("samples", replay.UnknownSamples)]);
            }

            log.Info(
                "WAL replay completed",
                [
                    ("samples", replay.Samples),
                    ("series", head.Series.Count),
                    ("wal_replay_duration", time.GetElapsedTime(chunksRead)),
                    ("total_replay_duration", time.GetElapsedTime(started)),
                ]);
            return head;
        }
        catch
        {
            head.Dispose();
            throw;
        }
    }

    /// <summary>The records of the checkpoint and the segments up to where they break, which is told when they are replayed.</summary>
    private IEnumerable<ReadOnlyMemory<byte>> LogRecords()
    {
        var checkpoint = CheckpointDirectories.Last(_walDirectory);
        if (checkpoint is { } found)
        {
            using var reader = new WalReader(found.Path);
            foreach (var record in RecordsOf(reader))
            {
                yield return record;
            }
        }

        using var segments = new WalReader(_walDirectory, first: checkpoint is null ? 0 : checkpoint.Value.Segment + 1);
        foreach (var record in RecordsOf(segments))
        {
            yield return record;
        }
    }

    private static IEnumerable<ReadOnlyMemory<byte>> RecordsOf(WalReader reader)
    {
        while (TryMoveNext(reader))
        {
            yield return reader.RecordMemory;
        }
    }

    private static bool TryMoveNext(WalReader reader)
    {
        try
        {
            return reader.MoveNext();
        }
        catch (CorruptionException)
        {
            return false;
        }
    }

    private void Tell(HeadMetrics told, HeadReplay replay, TimeSpan duration)
    {
        // The chunk files have a counter of their own.
        told.WalCorruptions.Add(_damage.Count - (long)told.ChunkFileCorruptions.Value);
        told.UnknownReferences("samples", replay.UnknownSamples);
        told.UnknownReferences("exemplars", replay.Extras.UnknownExemplars);
        told.UnknownReferences("metadata", replay.Extras.UnknownMetadata);
        told.UnknownReferences("tombstones", replay.Extras.UnknownTombstones);
        told.ReplaySeconds.Set(duration.TotalSeconds);
    }

    /// <param name="snapshot">Where a snapshot ends that was read: what comes before need not be.</param>
    private void ReadWal(HeadReplay replay, bool repair, WalPosition? snapshot)
    {
        var start = snapshot ?? default;
        if (CheckpointDirectories.Last(_walDirectory) is { } checkpoint && !(checkpoint.Segment < snapshot?.Segment))
        {
            ReadCheckpoint(replay, checkpoint);
            start = new WalPosition(checkpoint.Segment + 1, 0);
        }

        using var reader = new WalReader(_walDirectory, start) { Progress = Progress };
        ReadLog(reader, replay.Read, "The write-ahead log", repair);
    }

    private void ReadLog(WalReader reader, Action<LogReadAhead> read, string name, bool repair)
    {
        using var ahead = new LogReadAhead(reader);
        if (RepairingRead.Run(() => read(ahead), ahead.DamageHere, name, repair, log) is { } damage)
        {
            _damage.Add(damage);
        }
    }

    /// <summary>A checkpoint is not repaired: what can be read of it is used until the next one replaces it.</summary>
    private void ReadCheckpoint(HeadReplay replay, CheckpointDirectory checkpoint)
    {
        try
        {
            using var reader = new WalReader(checkpoint.Path);
            using var ahead = new LogReadAhead(reader);
            replay.Read(ahead);
        }
        catch (CorruptionException exception)
        {
            _damage.Add(exception.Message);
            log.Warn("The checkpoint is broken, what follows in it is dropped", [("checkpoint", checkpoint.Path), ("err", exception.Message)]);
        }
    }
}
