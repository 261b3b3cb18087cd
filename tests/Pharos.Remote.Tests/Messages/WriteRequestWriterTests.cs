using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Pharos.Formats.RemoteWrite;
using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.Model.Histograms;
using Property = Pharos.Testing.Property;

namespace Pharos.Remote.Tests.Messages;

public sealed class WriteRequestWriterTests
{
    private static readonly string[] Texts = ["", "a", "job", "Zürich \"x\"\n", new('v', 127), new('w', 128), new('x', 20_000)];

    /// <summary>Of each series: its labels, a value, a time, a start, and a kind.</summary>
    private static Gen<(Labels Labels, double Value, long TimeMs, long StartMs, int Kind)[]> Series() =>
        (from names in Gen.Elements(Texts.Skip(1)).ListOf()
         from values in Gen.Elements(Texts).ListOf(7)
         from bits in Property.AnyInt64()
         from time in Property.AnyInt64()
         from start in Gen.OneOf(Gen.Constant(0L), Property.AnyInt64())
         from kind in Gen.Choose(0, 2)
         select (Labels.Of([.. names.Take(7).Zip(values)]), BitConverter.Int64BitsToDouble(bits), time, start, kind)).ArrayOf();

    [Fact]
    public void Version1_AnySeries_AreReadAsTheyWere() => Property.Holds(Series(), series =>
    {
        var request = new ByteBuffer();
        var expected = new List<DecodedEntry>();
        var (labels, scratch) = (new ByteBuffer(), new ByteBuffer());
        foreach (var (set, value, time, _, kind) in series)
        {
            labels.Clear();
            scratch.Clear();
            WriteRequestWriter.AppendLabels(labels, set.View);
            switch (kind)
            {
                case 0:
                    WriteRequestWriter.AppendSample(request, labels.Written, value, time);
                    expected.Add(new DecodedEntry(Text(set), "sample", value, time));
                    break;
                case 1:
                    WriteRequestWriter.AppendLabels(scratch, set.View);
                    WriteRequestWriter.AppendExemplar(request, labels.Written, scratch.Written, value, time);
                    expected.Add(new DecodedEntry(Text(set), "exemplar", value, time, Exemplar: set.IsEmpty ? "" : Text(set)));
                    break;
                default:
                    HistogramMessageWriter.Append(scratch, new Histogram { Count = (ulong)time, Sum = 2 }, time);
                    WriteRequestWriter.AppendHistogram(request, labels.Written, scratch.Written);
                    expected.Add(new DecodedEntry(Text(set), "histogram", 0, time, Histogram: $"1:{(ulong)time} 3:2 6:0"));
                    break;
            }
        }

        return DecodedRequest.Of(request.Written, isV2: false).Entries.SequenceEqual(expected);
    });

    [Fact]
    public void Version2_AnySeries_AreReadAsTheyWere()
    {
        // One writer for all: what a request was says nothing about the next.
        var writer = new WriteRequestV2Writer();
        var scratch = new ByteBuffer();
        Property.Holds(Series(), series =>
        {
            writer.Begin();
            var expected = new List<DecodedEntry>();
            foreach (var (set, value, time, start, kind) in series)
            {
                var references = new List<uint>();
                foreach (var label in set.View)
                {
                    references.Add(writer.AddSymbol(label.Name));
                    references.Add(writer.AddSymbol(label.Value));
                }

                uint[] labels = [.. references];
                var metadata = kind == 1 ? default : new SeriesMetadata(MetricType.StateSet, writer.AddSymbol("help"u8), 0);
                var entry = new DecodedEntry(
                    labels.Length == 0 ? "" : Text(set), "", value, time, Type: metadata.Type, Help: kind == 1 ? "" : "help");
                switch (kind)
                {
                    case 0:
                        writer.AddSample(labels, metadata, value, time, start);
                        expected.Add(entry with { Kind = "sample", StartMs = start });
                        break;
                    case 1:
                        writer.AddExemplar(labels, metadata, labels, value, time);
                        expected.Add(entry with { Kind = "exemplar", Exemplar = entry.Series });
                        break;
                    default:
                        scratch.Clear();
                        HistogramMessageWriter.Append(scratch, new Histogram { Sum = -0.0 }, time, start);
                        writer.AddHistogram(labels, metadata, scratch.Written);
                        expected.Add(entry with { Kind = "histogram", Value = 0, StartMs = start, Histogram = "1:0 3:-0 6:0" });
                        break;
                }
            }

            return DecodedRequest.Of(writer.Complete(), isV2: true).Entries.SequenceEqual(expected);
        });
    }

    [Fact]
    public void Histogram_OfIntegers_HasAllItsFields()
    {
        var message = new ByteBuffer();
        HistogramMessageWriter.Append(
            message,
            new Histogram
            {
                CounterResetHint = CounterResetHint.Gauge,
                Schema = -4,
                ZeroThreshold = 0.5,
                ZeroCount = 3,
                Count = 300,
                Sum = -1.25,
                PositiveSpans = [new BucketSpan(-7, 2), new BucketSpan(0, 1)],
                PositiveBuckets = [5, -4, 1_000_000_000_000],
                NegativeSpans = [new BucketSpan(0, 0)],
                NegativeBuckets = [-1],
            },
            timestampMs: -5, startTimestampMs: 77);
        var entry = OfHistogram(message);
        Assert.Equal("1:300 3:-1.25 4:-4 5:0.5 6:3 8:0+0 9:-1, 11:-7+2 11:0+1 12:5,-4,1000000000000, 14:3", entry.Histogram);
        Assert.Equal((-5, 77), (entry.TimestampMs, entry.StartMs));
    }

    [Fact]
    public void Histogram_OfFloats_HasAllItsFields()
    {
        var message = new ByteBuffer();
        HistogramMessageWriter.Append(
            message,
            new FloatHistogram
            {
                CounterResetHint = CounterResetHint.CounterReset,
                Schema = HistogramSchema.CustomBuckets,
                Count = 0,
                Sum = double.NegativeInfinity,
                PositiveSpans = [new BucketSpan(0, 2)],
                PositiveBuckets = [0.5, 1e300],
                CustomValues = [-1, 2.5],
            },
            timestampMs: 9);
        var entry = OfHistogram(message);
        Assert.Equal("2:0 3:-Infinity 4:-53 7:0 11:0+2 13:0.5,1E+300, 14:1 16:-1,2.5,", entry.Histogram);
        Assert.Equal((9, 0), (entry.TimestampMs, entry.StartMs));
    }

    [Fact]
    public void Metadata_OfFamilies_IsReadAsItWas()
    {
        var request = new ByteBuffer();
        WriteRequestWriter.AppendMetadata(request, "jobs"u8, MetricType.GaugeHistogram, "Jobs."u8, "s"u8);
        WriteRequestWriter.AppendMetadata(request, "x"u8, MetricType.Unknown, default, default);
        Assert.Equal([("jobs", MetricType.GaugeHistogram, "Jobs.", "s"), ("x", MetricType.Unknown, "", "")], DecodedRequest.Of(request.Written, isV2: false).Metadata);
    }

    private static string Text(Labels labels)
    {
        var texts = new List<string>();
        foreach (var label in labels.View)
        {
            texts.Add($"{Encoding.UTF8.GetString(label.Name)}=\"{Encoding.UTF8.GetString(label.Value)}\"");
        }

        return "{" + string.Join(", ", texts) + "}";
    }

    private static DecodedEntry OfHistogram(ByteBuffer message)
    {
        var request = new ByteBuffer();
        WriteRequestWriter.AppendHistogram(request, default, message.Written);
        return DecodedRequest.Of(request.Written, isV2: false).Entries.Single();
    }
}
