using Microsoft.Extensions.Logging.Abstractions;
using Pharos.Instrumentation;
using Pharos.Model.Histograms;
using Pharos.Remote.Receiving;
using Pharos.Storage;
using Pharos.Testing;
using Pharos.Testing.Time;
using Pharos.Tsdb;
using Histogram = Pharos.Model.Histograms.Histogram;

namespace Pharos.Remote.Tests.Receiving;

/// <summary>A receiver with a store of its own, and a clock that stands still.</summary>
internal sealed class ReceiverFixture : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MetricRegistry _metrics;

    public ReceiverFixture(WriteReceiverOptions? options = null, DatabaseOptions? database = null)
    {
        _metrics = new MetricRegistry(Time);
        Database = Database.Open(_folder.Path, (database ?? new DatabaseOptions()) with { MaintenanceInterval = TimeSpan.Zero, Retention = static () => default });
        Receiver = new WriteReceiver(Database, options ?? new WriteReceiverOptions(), _metrics, NullLogger.Instance, Time);
    }

    public ManualTime Time { get; } = new();

    public Database Database { get; }

    public WriteReceiver Receiver { get; }

    public long NowMs => Time.GetUtcNow().ToUnixTimeMilliseconds();

    public WriteAnswer Send(bool isVersion2, params ReadOnlySpan<Sent> series) =>
        isVersion2 ? Receiver.ReceiveVersion2(Requests.Version2(series)) : Receiver.ReceiveVersion1(Requests.Version1(series));

    /// <summary>All that is stored, a line for each series: its labels, then time and value of each sample.</summary>
    public IReadOnlyList<string> Stored()
    {
        var lines = new List<string>();
        using var querier = Database.NewQuerier(0, long.MaxValue);
        using var set = querier.Select(sorted: true, hints: null, []);
        SampleCursor? cursor = null;
        while (set.MoveNext())
        {
            cursor = set.Samples(cursor);
            lines.Add($"{set.Labels.ToString()} {string.Join(' ', Samples(cursor))}");
        }

        return lines;
    }

    /// <summary>What the receiver's counter of invalid labels says.</summary>
    public string Metrics()
    {
        var text = new Pharos.Foundation.Bytes.ByteBuffer();
        var writer = new Pharos.Formats.Writing.PrometheusTextWriter(text);
        _metrics.Collect(writer);
        writer.Complete();
        return text.ToString();
    }

    public void Dispose()
    {
        Database.Dispose();
        _folder.Dispose();
    }

    private List<string> Samples(SampleCursor cursor)
    {
        var samples = new List<string>();
        var times = new long[1];
        var values = new double[1];
        while (true)
        {
            switch (cursor.Peek())
            {
                case SampleKind.Float:
                    cursor.ReadFloats(times, values);
                    samples.Add($"{times[0] - NowMs}:{values[0]}");
                    break;
                case SampleKind.Histogram:
                    var histogram = new Histogram();
                    samples.Add($"{cursor.ReadHistogram(histogram) - NowMs}:h{histogram.Count}/{histogram.Sum}/{histogram.Schema}");
                    break;
                case SampleKind.FloatHistogram:
                    var floats = new FloatHistogram();
                    samples.Add($"{cursor.ReadFloatHistogram(floats) - NowMs}:f{floats.Count}/{floats.Sum}/{floats.Schema}");
                    break;
                default:
                    return samples;
            }
        }
    }
}
