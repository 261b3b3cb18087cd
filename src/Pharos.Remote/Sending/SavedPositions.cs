using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.Files;
using Pharos.Foundation.Logging;
using Pharos.Remote.Options;
using Pharos.Tsdb.Wal;

namespace Pharos.Remote.Sending;

/// <summary>
/// How far each receiver has got in the log, in a file, so that a process that is started again goes on there. A line for each: its key, a segment, an
/// offset. For one thread at a time.
/// </summary>
internal sealed class SavedPositions
{
    /// <summary>Far more than there are receivers.</summary>
    private const int MaxBytes = 1 << 20;

    private readonly string? _path;
    private readonly ILogger _log;
    private readonly Dictionary<string, WalPosition> _found = new(StringComparer.Ordinal);
    private byte[] _saved = [];

    /// <param name="path">Null to remember nothing.</param>
    public SavedPositions(string? path, ILogger log)
    {
        (_path, _log) = (path, log);
    }

    /// <summary>What a section keeps when other things in it change: where it sends to, and its name.</summary>
    public static string KeyOf(RemoteWriteOptions options) =>
        XxHash64.Hash(Encoding.UTF8.GetBytes($"{options.Name}\n{options.Url}")).ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>Reads what an earlier process has left. A file that makes no sense is as good as none, and the log says so.</summary>
    public void Load()
    {
        if (_path is null || !File.Exists(_path))
        {
            return;
        }

        try
        {
            if (new FileInfo(_path).Length > MaxBytes)
            {
                throw new FormatException("the file is too long");
            }

            foreach (var line in File.ReadLines(_path))
            {
                var parts = line.Split(' ');
                if (parts.Length != 3
                    || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var segment)
                    || !long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var offset))
                {
                    throw new FormatException($"a line is \"{line}\"");
                }

                _found[parts[0]] = new WalPosition(segment, offset);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException)
        {
            _found.Clear();
            _log.Warn("How far remote write has got cannot be read; it begins with new samples", [("file", _path), ("err", error.Message)]);
        }
    }

    /// <summary>Where an earlier process has got to with a receiver; null if that is not known, or was asked before.</summary>
    public WalPosition? Take(string key) => _found.Remove(key, out var position) ? position : null;

    /// <summary>Forgets what nobody has asked for: a receiver that is configured later begins with new samples.</summary>
    public void Forget() => _found.Clear();

    /// <summary>Replaces what is in the file. That it fails is in the log; then the next start sends again what it need not.</summary>
    public void Save(IEnumerable<(string Key, WalPosition Position)> positions)
    {
        if (_path is null)
        {
            return;
        }

        var text = new StringBuilder();
        foreach (var (key, position) in positions)
        {
            text.Append(CultureInfo.InvariantCulture, $"{key} {position.Segment} {position.Offset}\n");
        }

        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        if (bytes.AsSpan().SequenceEqual(_saved))
        {
            return;
        }

        try
        {
            ReplacedFile.Write(_path, bytes);
            _saved = bytes;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _log.Warn("How far remote write has got cannot be saved", [("file", _path), ("err", error.Message)]);
        }
    }
}
