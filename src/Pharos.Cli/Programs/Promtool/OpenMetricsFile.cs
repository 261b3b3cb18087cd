using System.Globalization;
using Pharos.Formats;
using Pharos.Formats.Text;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.Memory;

namespace Pharos.Cli.Programs.Promtool;

/// <summary>Gets a sample that the reader stands on; what it returns is what is wrong with it, null if nothing is.</summary>
internal delegate string? SampleVisitor(ref OpenMetricsReader reader);

/// <summary>
/// OpenMetrics text of any size, read as often as is needed, piece by piece: memory is needed for one piece. What is no regular file is copied to one
/// first.
/// </summary>
internal sealed class OpenMetricsFile : IDisposable
{
    private const int DefaultPieceBytes = 4 << 20;

    /// <summary>No line is that long, and what has no line ends is no text.</summary>
    private const int MaxLineBytes = 256 << 20;

    private readonly MappedBytes _file;
    private readonly int _pieceBytes;
    private readonly ByteBuffer _piece = new();
    private readonly ByteBuffer _typeLine = new();
    private readonly ExpositionScratch _scratch = new();

    private OpenMetricsFile(MappedBytes file, int pieceBytes)
    {
        _file = file;
        _pieceBytes = pieceBytes;
    }

    public static OpenMetricsFile Open(string path, int pieceBytes = DefaultPieceBytes)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (stream.CanSeek)
        {
            return new OpenMetricsFile(MappedBytes.Map(stream.SafeFileHandle, stream.Length, path), pieceBytes);
        }

        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose };
        using var copy = new FileStream(Path.Combine(Path.GetTempPath(), "pharos-input-" + Path.GetRandomFileName()), options);
        stream.CopyTo(copy);
        copy.Flush();
        return new OpenMetricsFile(MappedBytes.Map(copy.SafeFileHandle, copy.Length, path), pieceBytes);
    }

    /// <summary>Goes through all samples of the file.</summary>
    /// <exception cref="PromtoolException">The text breaks its format, or the visitor found something; begins with the line.</exception>
    public void ForEachSample(SampleVisitor visit)
    {
        _typeLine.Clear();
        long linesBefore = 0;
        long offset = 0;
        bool isLast;
        do
        {
            var text = TakePiece(offset, linesBefore, out isLast);
            offset += text.Length;
            _piece.Clear();
            _piece.Append(_typeLine.Written);
            _piece.Append(text);
            _piece.Append(isLast ? default : "# EOF\n"u8);
            ReadPiece(linesBefore - _typeLine.Written.Count((byte)'\n'), visit);
            KeepType(text);
            linesBefore += text.Count((byte)'\n');
        }
        while (!isLast);
    }

    public void Dispose() => _file.Dispose();

    private void ReadPiece(long linesBefore, SampleVisitor visit)
    {
        var reader = new OpenMetricsReader(_piece.Written, _scratch);
        try
        {
            while (reader.Read())
            {
                if (reader.Entry == ExpositionEntry.Series && visit(ref reader) is { } problem)
                {
                    _piece.Written.Overlaps(reader.Series, out var at);
                    throw At(linesBefore + _piece.Written[..at].Count((byte)'\n') + 1, problem);
                }
            }
        }
        catch (ExpositionException exception)
        {
            throw new PromtoolException(
                string.Create(CultureInfo.InvariantCulture, $"line {linesBefore + exception.Line}, column {exception.Column}: {exception.Reason}"));
        }
    }

    /// <summary>Whole lines, unless the file ends.</summary>
    private ReadOnlySpan<byte> TakePiece(long offset, long linesBefore, out bool isLast)
    {
        for (var length = _pieceBytes; ; length = 2 * length)
        {
            var piece = _file.From(offset, length);
            isLast = piece.Length == _file.Length - offset;
            var end = isLast ? piece.Length : piece.LastIndexOf((byte)'\n') + 1;
            if (end > 0 || isLast)
            {
                return piece[..end];
            }

            if (length > MaxLineBytes)
            {
                throw At(linesBefore + 1, $"the line has more than {MaxLineBytes} bytes");
            }
        }
    }

    /// <summary>The next piece begins in the family that this one has ended in.</summary>
    private void KeepType(ReadOnlySpan<byte> text)
    {
        var start = text.LastIndexOf("\n# TYPE "u8) + 1;
        if (start > 0 || text.StartsWith("# TYPE "u8))
        {
            var line = text[start..];
            _typeLine.Clear();
            _typeLine.Append(line[..(line.IndexOf((byte)'\n') + 1)]);
        }
    }

    private static PromtoolException At(long line, string problem) =>
        new(string.Create(CultureInfo.InvariantCulture, $"line {line}: {problem}"));
}
