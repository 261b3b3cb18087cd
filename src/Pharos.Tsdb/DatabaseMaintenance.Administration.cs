using Pharos.Foundation.Files;
using Pharos.Foundation.Logging;
using Pharos.Model;
using Pharos.Tsdb.Blocks;
using Pharos.Tsdb.Head;
using Pharos.Tsdb.Head.Querying;

namespace Pharos.Tsdb;

/// <summary>What is done when somebody asks for it. Never while blocks are cut or compacted, which would carry over what is being deleted.</summary>
internal sealed partial class DatabaseMaintenance
{
    public void Delete(long minTimeMs, long maxTimeMs, IReadOnlyList<Matcher> matchers, CancellationToken cancellation)
    {
        if (matchers.Count == 0)
        {
            throw new ArgumentException("no matchers given: they say which series to delete samples of", nameof(matchers));
        }

        Matcher[] all = [.. matchers];
        Alone(
            stop =>
            {
                foreach (var block in _catalog.Blocks)
                {
                    if (block.Meta.Overlaps(minTimeMs, maxTimeMs))
                    {
                        stop.ThrowIfCancellationRequested();
                        block.Delete(minTimeMs, maxTimeMs, all, stop);
                    }
                }

                _head.Delete(all, minTimeMs, maxTimeMs, stop);
            },
            cancellation);
    }

    public void CleanTombstones(CancellationToken cancellation) =>
        Alone(stop => _round.CleanTombstones(_metrics, _services.Time, stop), cancellation);

    public void Snapshot(string directory, bool withHead, CancellationToken cancellation)
    {
        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        RefuseOwn(target);

        Alone(
            stop =>
            {
                Directory.CreateDirectory(target);
                _catalog.Snapshot(target, stop);
                if (withHead)
                {
                    SnapshotHead(target, stop);
                }

                DirectorySync.Flush(target);
            },
            cancellation);
    }

    /// <summary>Blocks must not come back into the directory they are from: as they are they are there already, and within one they are no blocks.</summary>
    private void RefuseOwn(string target)
    {
        var own = Path.TrimEndingDirectorySeparator(Path.GetFullPath(_catalog.Directory));
        if (target == own)
        {
            throw new ArgumentException("cannot snapshot into base directory");
        }

        if (Path.GetDirectoryName(target) == own && Ulid.TryParse(Path.GetFileName(target), out _))
        {
            throw new ArgumentException("dir must not be a valid ULID");
        }
    }

    private void SnapshotHead(string target, CancellationToken stop)
    {
        var late = _head.LateAppending.Times;
        var min = Math.Min(_head.Times.MinMs, late.MinMs);
        var max = Math.Max(_head.Times.MaxMs, late.MaxMs);
        if (min > max)
        {
            return;
        }

        // A block ends behind its last millisecond.
        var end = Math.Min(max, long.MaxValue - 1) + 1;
        var started = _services.Time.GetTimestamp();
        var block = new HeadCutting(_head, _ulids).Cut(target, HeadPart.All, min, end, _options.BlockSegmentBytes, stop);
        _services.Log.Info(
            "Snapshotting head", [("dir", target), ("ulid", block?.Ulid.ToString() ?? ""), ("duration", _services.Time.GetElapsedTime(started))]);
    }
}
