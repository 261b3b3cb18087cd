using Pharos.Foundation.Bytes;
using Pharos.Model;

namespace Pharos.Formats.RemoteWrite;

/// <summary>What a series' messages say of its metric: a type and the symbols of two texts, 0 for an empty one.</summary>
public readonly record struct SeriesMetadata(MetricType Type, uint Help, uint Unit)
{
    public bool IsEmpty => Type == MetricType.Unknown && (Help | Unit) == 0;
}

/// <summary>
/// Makes a request of the second version of remote write, <c>io.prometheus.write.v2.Request</c>: texts go into a table of symbols, and series name
/// them. Used for one request after the other, it allocates only until it has seen the largest. Not safe for concurrent use.
/// </summary>
/// <remarks>Which texts are the same is up to the caller, who keeps the number of a symbol that it will need again.</remarks>
public sealed class WriteRequestV2Writer
{
    private const byte SymbolTag = (4 << 3) | 2;
    private const byte SeriesTag = (5 << 3) | 2;
    private const byte LabelsTag = (1 << 3) | 2;
    private const byte SampleTag = (2 << 3) | 2;
    private const byte HistogramTag = (3 << 3) | 2;
    private const byte ExemplarTag = (4 << 3) | 2;
    private const byte MetadataTag = (5 << 3) | 2;
    private const byte ValueTag = (1 << 3) | 1;
    private const byte TimestampTag = 2 << 3;
    private const byte StartTimestampTag = 3 << 3;
    private const byte ExemplarValueTag = (2 << 3) | 1;
    private const byte ExemplarTimestampTag = 3 << 3;
    private const byte TypeTag = 1 << 3;
    private const byte HelpTag = 3 << 3;
    private const byte UnitTag = 4 << 3;
    private const int MaxHeaderBytes = 1 + 5;
    private const int MaxReferenceBytes = 5;
    private const int MaxSampleBytes = 1 + sizeof(double) + 2 * (1 + VarInt.MaxBytes);
    private const int MaxMetadataBytes = 2 + 2 + 2 * (1 + MaxReferenceBytes);

    private ByteBuffer _symbols = new(4096);
    private ByteBuffer _series = new(4096);
    private readonly ByteBuffer _labels = new(256);
    private readonly ByteBuffer _exemplar = new(256);
    private uint _symbolCount;

    public WriteRequestV2Writer()
    {
        Begin();
    }

    /// <summary>How long the request is so far.</summary>
    public int Length => _symbols.Length + _series.Length;

    /// <summary>Forgets what is there, and begins a request.</summary>
    /// <param name="mostKeptBytes">Buffers that have grown beyond that are given back.</param>
    public void Begin(int mostKeptBytes = int.MaxValue)
    {
        if (Length > mostKeptBytes)
        {
            _symbols = new ByteBuffer(4096);
            _series = new ByteBuffer(4096);
        }

        _symbols.Clear();
        _series.Clear();
        _symbolCount = 0;

        // The first symbol of each request is the empty one.
        AddSymbol(default);
    }

    /// <summary>Adds a text to the table, and returns its number.</summary>
    public uint AddSymbol(ReadOnlySpan<byte> text)
    {
        var room = _symbols.GetSpan(MaxHeaderBytes + text.Length);
        var at = WriteRequestWriter.WriteHeader(room, SymbolTag, text.Length);
        _symbols.Advance(at + WriteRequestWriter.Copy(text, room[at..]));
        return _symbolCount++;
    }

    /// <param name="labels">The symbols of names and values, in turn.</param>
    /// <param name="startTimestampMs">0 if unknown.</param>
    public void AddSample(ReadOnlySpan<uint> labels, in SeriesMetadata metadata, double value, long timestampMs, long startTimestampMs)
    {
        Span<byte> sample = stackalloc byte[MaxSampleBytes];
        var length = WriteRequestWriter.WriteValue(sample, ValueTag, TimestampTag, value, timestampMs);
        if (startTimestampMs != 0)
        {
            sample[length++] = StartTimestampTag;
            length += VarInt.Write(sample[length..], (ulong)startTimestampMs);
        }

        AddSeries(labels, SampleTag, sample[..length], metadata);
    }

    /// <param name="labels">The symbols of names and values, in turn.</param>
    /// <param name="histogram">As <see cref="HistogramMessageWriter"/> makes it.</param>
    public void AddHistogram(ReadOnlySpan<uint> labels, in SeriesMetadata metadata, ReadOnlySpan<byte> histogram) =>
        AddSeries(labels, HistogramTag, histogram, metadata);

    /// <param name="labels">The symbols of names and values, in turn.</param>
    /// <param name="exemplarLabels">Those of the exemplar.</param>
    public void AddExemplar(ReadOnlySpan<uint> labels, in SeriesMetadata metadata, ReadOnlySpan<uint> exemplarLabels, double value, long timestampMs)
    {
        _exemplar.Clear();
        AppendReferences(_exemplar, exemplarLabels);
        var room = _exemplar.GetSpan(MaxSampleBytes);
        _exemplar.Advance(WriteRequestWriter.WriteValue(room, ExemplarValueTag, ExemplarTimestampTag, value, timestampMs));
        AddSeries(labels, ExemplarTag, _exemplar.Written, metadata);
    }

    /// <summary>The request. Valid until the next <see cref="Begin"/>, which has to be the next call.</summary>
    public ReadOnlySpan<byte> Complete()
    {
        _symbols.Append(_series.Written);
        _series.Clear();
        return _symbols.Written;
    }

    private void AddSeries(ReadOnlySpan<uint> labels, byte tag, ReadOnlySpan<byte> content, in SeriesMetadata metadata)
    {
        _labels.Clear();
        AppendReferences(_labels, labels);
        Span<byte> header = stackalloc byte[MaxHeaderBytes];
        var headerLength = WriteRequestWriter.WriteHeader(header, tag, content.Length);
        Span<byte> about = stackalloc byte[MaxMetadataBytes];
        var aboutLength = metadata.IsEmpty ? 0 : WriteMetadata(about, metadata);
        var length = _labels.Length + headerLength + content.Length + aboutLength;
        var room = _series.GetSpan(MaxHeaderBytes + length);
        var at = WriteRequestWriter.WriteHeader(room, SeriesTag, length);
        at += WriteRequestWriter.Copy(_labels.Written, room[at..]);
        at += WriteRequestWriter.Copy(header[..headerLength], room[at..]);
        at += WriteRequestWriter.Copy(content, room[at..]);
        at += WriteRequestWriter.Copy(about[..aboutLength], room[at..]);
        _series.Advance(at);
    }

    /// <summary>Appends the packed field of references, which is the first of a series and of an exemplar alike.</summary>
    private static void AppendReferences(ByteBuffer to, ReadOnlySpan<uint> references)
    {
        if (references.IsEmpty)
        {
            return;
        }

        var mark = new ProtoWriter(to).BeginMessage(LabelsTag >> 3);
        var room = to.GetSpan(references.Length * MaxReferenceBytes);
        var at = 0;
        foreach (var reference in references)
        {
            at += VarInt.Write(room[at..], reference);
        }

        to.Advance(at);
        new ProtoWriter(to).EndMessage(mark);
    }

    private static int WriteMetadata(Span<byte> to, in SeriesMetadata metadata)
    {
        var at = 2;
        at += WriteReference(to[at..], TypeTag, (uint)metadata.Type);
        at += WriteReference(to[at..], HelpTag, metadata.Help);
        at += WriteReference(to[at..], UnitTag, metadata.Unit);
        to[0] = MetadataTag;
        to[1] = (byte)(at - 2);
        return at;
    }

    private static int WriteReference(Span<byte> to, byte tag, uint value)
    {
        if (value == 0)
        {
            return 0;
        }

        to[0] = tag;
        return 1 + VarInt.Write(to[1..], value);
    }
}
