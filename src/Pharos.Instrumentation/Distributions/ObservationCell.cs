using System.Runtime.CompilerServices;

namespace Pharos.Instrumentation.Distributions;

/// <summary>A part of a metric's state that one thread at a time may touch, for as long as one observation or one copy takes.</summary>
internal abstract class ObservationCell
{
    private int _isBusy;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryEnter() => Interlocked.Exchange(ref _isBusy, 1) == 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Leave() => Volatile.Write(ref _isBusy, 0);

    public void Enter()
    {
        var wait = default(SpinWait);
        while (!TryEnter())
        {
            wait.SpinOnce(sleep1Threshold: -1);
        }
    }
}
