using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.Compression;
using Pharos.Model;

namespace Pharos.Remote.Tests.Messages;

/// <summary>A sample, an exemplar or a histogram of a request, with texts in the place of everything that is compared.</summary>
/// <param name="Kind">sample, exemplar or histogram.</param>
/// <param name="Histogram">The fields of the message but its times, as text.</param>
internal sealed record DecodedEntry(
    string Series, string Kind, double Value, long TimestampMs, long StartMs = 0, string Exemplar = "", string Histogram = "", MetricType Type = MetricType.Unknown,
    string Help = "", string Unit = "");

/// <summary>A request of either version, as a receiver that knows the published messages sees it.</summary>
internal sealed class DecodedRequest
{
    private readonly List<string> _symbols = [];

    public List<DecodedEntry> Entries { get; } = [];

    /// <summary>Family, type, help, unit; of the first version.</summary>
    public List<(string Family, MetricType Type, string Help, string Unit)> Metadata { get; } = [];

    public IReadOnlyList<string> Symbols => _symbols;

    public static DecodedRequest OfBody(ReadOnlySpan<byte> compressed, bool isV2)
    {
        Assert.True(SnappyDecoder.TryReadLength(compressed, out var length));
        var bytes = new byte[length];
        Assert.True(SnappyDecoder.TryDecode(compressed, bytes));
        return Of(bytes, isV2);
    }

    public static DecodedRequest Of(ReadOnlySpan<byte> bytes, bool isV2)
    {
        var request = new DecodedRequest();
        for (var reader = new ProtoReader(bytes); reader.MoveNext();)
        {
            switch (reader.Field)
            {
                case 1 when !isV2:
                    request.ReadSeriesV1(reader.ReadMessage());
                    break;
                case 3 when !isV2:
                    request.ReadMetadata(reader.ReadMessage());
                    break;
                case 4 when isV2:
                    request._symbols.Add(Encoding.UTF8.GetString(reader.ReadBytes()));
                    break;
                case 5 when isV2:
                    request.ReadSeriesV2(reader.ReadMessage());
                    break;
                default:
                    Assert.Fail($"field {reader.Field} of a request");
                    break;
            }
        }

        return request;
    }

    private static string TextOf(IEnumerable<(string Name, string Value)> labels) =>
        "{" + string.Join(", ", labels.Select(static label => $"{label.Name}=\"{label.Value}\"")) + "}";

    private void ReadSeriesV1(ProtoReader reader)
    {
        var labels = new List<(string, string)>();
        var entry = new DecodedEntry("", "", 0, 0);
        while (reader.MoveNext())
        {
            switch (reader.Field)
            {
                case 1:
                    labels.Add(ReadLabel(reader.ReadMessage()));
                    break;
                case 2:
                    entry = ReadSample(reader.ReadMessage(), entry, isV2: false);
                    break;
                case 3:
                    entry = ReadExemplar(reader.ReadMessage(), entry, isV2: false);
                    break;
                case 4:
                    entry = ReadHistogram(reader.ReadBytes(), entry);
                    break;
                default:
                    Assert.Fail($"field {reader.Field} of a series");
                    break;
            }
        }

        Entries.Add(entry with { Series = TextOf(labels) });
    }

    private void ReadSeriesV2(ProtoReader reader)
    {
        var labels = "";
        var entry = new DecodedEntry("", "", 0, 0);
        while (reader.MoveNext())
        {
            switch (reader.Field)
            {
                case 1:
                    labels = ReadReferences(reader.ReadBytes());
                    break;
                case 2:
                    entry = ReadSample(reader.ReadMessage(), entry, isV2: true);
                    break;
                case 3:
                    entry = ReadHistogram(reader.ReadBytes(), entry);
                    break;
                case 4:
                    entry = ReadExemplar(reader.ReadMessage(), entry, isV2: true);
                    break;
                case 5:
                    for (var metadata = reader.ReadMessage(); metadata.MoveNext();)
                    {
                        var value = metadata.ReadVarInt();
                        entry = metadata.Field switch
                        {
                            1 => entry with { Type = (MetricType)value },
                            3 => entry with { Help = _symbols[(int)value] },
                            4 => entry with { Unit = _symbols[(int)value] },
                            _ => throw new InvalidDataException(),
                        };
                    }

                    break;
                default:
                    Assert.Fail($"field {reader.Field} of a series");
                    break;
            }
        }

        Entries.Add(entry with { Series = labels });
    }

    private string ReadReferences(ReadOnlySpan<byte> packed)
    {
        Assert.Equal("", _symbols[0]);
        var texts = new List<string>();
        while (!packed.IsEmpty)
        {
            Assert.True(VarInt.TryRead(packed, out var symbol, out var length));
            packed = packed[length..];
            texts.Add(_symbols[(int)symbol]);
        }

        return TextOf(texts.Chunk(2).Select(static pair => (pair[0], pair[1])));
    }

    private static (string, string) ReadLabel(ProtoReader reader)
    {
        var (name, value) = ("", "");
        while (reader.MoveNext())
        {
            var text = Encoding.UTF8.GetString(reader.ReadBytes());
            (name, value) = reader.Field == 1 ? (text, value) : (name, text);
        }

        return (name, value);
    }

    private static DecodedEntry ReadSample(ProtoReader reader, DecodedEntry entry, bool isV2)
    {
        entry = entry with { Kind = "sample" };
        while (reader.MoveNext())
        {
            entry = reader.Field switch
            {
                1 => entry with { Value = reader.ReadDouble() },
                2 => entry with { TimestampMs = (long)reader.ReadVarInt() },
                3 when isV2 => entry with { StartMs = (long)reader.ReadVarInt() },
                _ => throw new InvalidDataException($"field {reader.Field} of a sample"),
            };
        }

        return entry;
    }

    private DecodedEntry ReadExemplar(ProtoReader reader, DecodedEntry entry, bool isV2)
    {
        entry = entry with { Kind = "exemplar" };
        var labels = new List<(string, string)>();
        while (reader.MoveNext())
        {
            switch (reader.Field)
            {
                case 1 when isV2:
                    entry = entry with { Exemplar = ReadReferences(reader.ReadBytes()) };
                    break;
                case 1:
                    labels.Add(ReadLabel(reader.ReadMessage()));
                    entry = entry with { Exemplar = TextOf(labels) };
                    break;
                case 2:
                    entry = entry with { Value = reader.ReadDouble() };
                    break;
                default:
                    entry = entry with { TimestampMs = (long)reader.ReadVarInt() };
                    break;
            }
        }

        return entry;
    }

    private static DecodedEntry ReadHistogram(ReadOnlySpan<byte> message, DecodedEntry entry)
    {
        var text = new StringBuilder();
        entry = entry with { Kind = "histogram" };
        for (var reader = new ProtoReader(message); reader.MoveNext();)
        {
            switch (reader.Field)
            {
                case 15:
                    entry = entry with { TimestampMs = (long)reader.ReadVarInt() };
                    continue;
                case 17:
                    entry = entry with { StartMs = (long)reader.ReadVarInt() };
                    continue;
                default:
                    break;
            }

            text.Append(CultureInfo.InvariantCulture, $"{reader.Field}:");
            switch (reader.Field)
            {
                case 1 or 6 or 14:
                    text.Append(CultureInfo.InvariantCulture, $"{reader.ReadVarInt()} ");
                    break;
                case 2 or 3 or 5 or 7:
                    text.Append(CultureInfo.InvariantCulture, $"{reader.ReadDouble():R} ");
                    break;
                case 4:
                    text.Append(CultureInfo.InvariantCulture, $"{reader.ReadSigned32()} ");
                    break;
                case 8 or 11:
                    var (offset, length) = (0, 0UL);
                    for (var span = reader.ReadMessage(); span.MoveNext();)
                    {
                        (offset, length) = span.Field == 1 ? (span.ReadSigned32(), length) : (offset, span.ReadVarInt());
                    }

                    text.Append(CultureInfo.InvariantCulture, $"{offset}+{length} ");
                    break;
                case 9 or 12:
                    for (var packed = reader.ReadBytes(); !packed.IsEmpty;)
                    {
                        Assert.True(VarInt.TryReadSigned(packed, out var delta, out var size));
                        packed = packed[size..];
                        text.Append(CultureInfo.InvariantCulture, $"{delta},");
                    }

                    text.Append(' ');
                    break;
                case 10 or 13 or 16:
                    for (var packed = reader.ReadBytes(); !packed.IsEmpty; packed = packed[sizeof(double)..])
                    {
                        text.Append(CultureInfo.InvariantCulture, $"{BinaryPrimitives.ReadDoubleLittleEndian(packed):R},");
                    }

                    text.Append(' ');
                    break;
                default:
                    Assert.Fail($"field {reader.Field} of a histogram");
                    break;
            }
        }

        return entry with { Histogram = text.ToString().TrimEnd() };
    }

    private void ReadMetadata(ProtoReader reader)
    {
        var (family, type, help, unit) = ("", MetricType.Unknown, "", "");
        while (reader.MoveNext())
        {
            switch (reader.Field)
            {
                case 1:
                    type = (MetricType)reader.ReadVarInt();
                    break;
                case 2:
                    family = Encoding.UTF8.GetString(reader.ReadBytes());
                    break;
                case 4:
                    help = Encoding.UTF8.GetString(reader.ReadBytes());
                    break;
                default:
                    unit = Encoding.UTF8.GetString(reader.ReadBytes());
                    break;
            }
        }

        Metadata.Add((family, type, help, unit));
    }
}
