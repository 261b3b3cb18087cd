using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Pharos.Model;
using Pharos.Model.Families;

namespace Pharos.Instrumentation;

/// <summary>
/// A number that only grows. Whole amounts and fractions are kept apart, so that counting by whole numbers is one atomic addition and
/// stays exact beyond 2^53.
/// </summary>
public sealed class Counter : Metric
{
    // Larger amounts count as fractions do: then the whole part cannot run over.
    private const long LargestWhole = 1L << 32;

    private readonly TimeProvider _clock;
    private readonly long _startMs;
    private ulong _whole;
    private double _rest;
    private Exemplar? _exemplar;

    internal Counter(Labels labels, TimeProvider clock)
        : base(labels)
    {
        _clock = clock;
        _startMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
    }

    /// <summary>Never less than what an earlier call saw.</summary>
    public double Value => Volatile.Read(ref _whole) + Volatile.Read(ref _rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Increment() => Interlocked.Increment(ref _whole);

    public void Add(long amount)
    {
        // Fast path: a negative amount is a large one without its sign.
        if ((ulong)amount <= LargestWhole)
        {
            Interlocked.Add(ref _whole, (ulong)amount);
            return;
        }

        AddRest(amount);
    }

    /// <summary>Adds an amount that is finite and not negative.</summary>
    public void Add(double amount)
    {
        // Fast path: the conversion saturates, so that no other number comes back equal.
        var whole = (long)amount;
        if (whole == amount && (ulong)whole <= LargestWhole)
        {
            Interlocked.Add(ref _whole, (ulong)whole);
            return;
        }

        AddRest(amount);
    }

    /// <summary>
    /// Adds and remembers the occasion, which replaces the one before. Allocates; the labels are limited to
    /// <see cref="Exemplar.MaxLabelCharacters"/>.
    /// </summary>
    public void Add(double amount, Labels exemplar)
    {
        var remembered = Exemplars.Make(exemplar, amount, _clock);
        Add(amount);
        Volatile.Write(ref _exemplar, remembered);
    }

    internal override void Collect(IMetricSink sink, CollectionScratch scratch) => sink.Number(
        Labels.View,
        new NumberPoint { Value = Value, StartTimestampMs = _startMs, Exemplar = Volatile.Read(ref _exemplar) });

    private void AddRest(double amount)
    {
        if (!(amount >= 0) || double.IsPositiveInfinity(amount))
        {
            ThrowNotAnAmount(amount);
        }

        AtomicDouble.Add(ref _rest, amount);
    }

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowNotAnAmount(double amount) =>
        throw new ArgumentOutOfRangeException(nameof(amount), amount, "a counter grows by finite amounts of zero or more");
}
