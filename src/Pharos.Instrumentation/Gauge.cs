using System.Runtime.CompilerServices;
using Pharos.Model;
using Pharos.Model.Families;

namespace Pharos.Instrumentation;

/// <summary>
/// A number that goes up and down. The last of concurrent <see cref="Set(double)"/> calls counts; additions are never lost.
/// </summary>
public sealed class Gauge : Metric
{
    private readonly TimeProvider _clock;
    private double _value;

    internal Gauge(Labels labels, TimeProvider clock)
        : base(labels)
    {
        _clock = clock;
    }

    public double Value => Volatile.Read(ref _value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set(double value) => Volatile.Write(ref _value, value);

    /// <summary>1 or 0.</summary>
    public void Set(bool value) => Set(value ? 1d : 0d);

    public void Add(double amount) => AtomicDouble.Add(ref _value, amount);

    public void Increment() => AtomicDouble.Add(ref _value, 1);

    public void Decrement() => AtomicDouble.Add(ref _value, -1);

    /// <summary>Sets the Unix time in seconds, with the milliseconds as its fraction.</summary>
    public void SetToCurrentTime() => Set(_clock.GetUtcNow().ToUnixTimeMilliseconds() / 1e3);

    internal override void Collect(IMetricSink sink, CollectionScratch scratch) =>
        sink.Number(Labels.View, new NumberPoint { Value = Value });
}
