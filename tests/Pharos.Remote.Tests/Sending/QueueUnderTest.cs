using System.Globalization;
using Pharos.Foundation.Bytes;
using Pharos.Instrumentation;
using Pharos.Model;
using Pharos.Model.Relabeling;
using Pharos.Remote.Options;
using Pharos.Remote.Sending;
using Pharos.Remote.Watching;
using Pharos.Testing.Time;
using Pharos.Tsdb.Wal;
using Pharos.Tsdb.Wal.Records;

namespace Pharos.Remote.Tests.Sending;

/// <summary>A queue with a receiver in memory. Its clock is the test's unless it is given another.</summary>
internal sealed class QueueUnderTest : IAsyncDisposable
{
    private readonly LoggedSamples _samples = new();
    private readonly ByteBuffer _record = new();

    public QueueUnderTest(RemoteWriteOptions? options = null, TimeProvider? time = null, Labels external = default, params IReadOnlyList<RelabelRule> rules)
    {
        options ??= new RemoteWriteOptions();
        Receiver = new FakeReceiver(options.Message == RemoteWriteOptions.Version2);
        Parts = new QueueParts(options, Receiver, new QueueMetrics(new MetricRegistry()).Of("q", "http://r/"), Log, time ?? Time);
        var labels = Parts.IsV2 ? (SentLabels)new SentLabelsV2(hasTypeLabels: false) : new SentLabelsV1();
        Queue = new RemoteQueue(Parts, new SentSeries(labels, external, RelabelRules.Compile(rules, NameValidationScheme.Utf8)));
    }

    public ManualTime Time { get; } = new();

    public LogLines Log { get; } = new();

    public FakeReceiver Receiver { get; }

    public QueueParts Parts { get; }

    public QueueMetrics.OneQueue Metrics => Parts.Metrics;

    public RemoteQueue Queue { get; }

    public long NowMs => Time.GetUtcNow().ToUnixTimeMilliseconds();

    public static RemoteWriteOptions Options(int batch = 2, int capacity = 10, int maxShards = 50, string message = RemoteWriteOptions.Version1) => new()
    {
        Message = message,
        SendExemplars = true,
        SendNativeHistograms = true,
        Queue = new QueueOptions { MaxSamplesPerSend = batch, Capacity = capacity, MaxShards = maxShards },
    };

    /// <summary>Series are named by their references.</summary>
    public static string NameOf(ulong series) => string.Create(CultureInfo.InvariantCulture, $"{{__name__=\"s{series}\"}}");

    public void Know(params ReadOnlySpan<ulong> series)
    {
        foreach (var reference in series)
        {
            Queue.StoreSeries(reference, Labels.Of(("__name__", "s" + reference.ToString(CultureInfo.InvariantCulture))).View, 0);
        }
    }

    public ValueTask AppendAsync(params SampleRecord[] samples)
    {
        _record.Clear();
        SampleRecordEncoder.Append(_record, samples);
        _samples.ReadSamples(_record.Written);
        return Queue.AppendAsync(_samples, new WalPosition(0, 0), CancellationToken.None);
    }

    public ValueTask AppendAsync(Action<LoggedSamples> read)
    {
        read(_samples);
        return Queue.AppendAsync(_samples, new WalPosition(0, 0), CancellationToken.None);
    }

    /// <summary>Until all shards wait for their time; the clock has not moved since they began.</summary>
    public Task UntilIdleAsync(int shards = 1) => Time.UntilTimerAsync(TimeSpan.FromSeconds(5), shards);

    public Task FlushAsync() => Queue.FlushAsync(CancellationToken.None).Within();

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await Queue.FlushAsync(now.Token).Within();
        Queue.Dispose();
    }
}
