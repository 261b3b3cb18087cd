using System.Diagnostics;

namespace Pharos.Fuzz.Running;

/// <summary>
/// Ends the program when one input takes too long. It counts processor time, which a busy machine does not take away from, of the whole
/// process, in which nothing else works.
/// </summary>
internal sealed class Watchdog : IDisposable
{
    private const int LimitSeconds = 10;

    private readonly Lock _lock = new();
    private readonly Timer _timer;
    private readonly Action<string, byte[]> _hung;
    private string? _target;
    private byte[] _input = [];
    private long _number;
    private long _watchedNumber;
    private TimeSpan _watchedSince;

    /// <param name="hung">Told the target and the input, on another thread; ends the program.</param>
    public Watchdog(Action<string, byte[]> hung)
    {
        _hung = hung;
        _timer = new Timer(_ => Look(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    public void Begin(string target, byte[] input)
    {
        lock (_lock)
        {
            (_target, _input) = (target, input);
            _number++;
        }
    }

    public void End()
    {
        lock (_lock)
        {
            _target = null;
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        string? target;
        byte[] input;
        lock (_lock)
        {
            var now = Environment.CpuUsage.TotalTime;
            if (_target == null || _number != _watchedNumber)
            {
                (_watchedNumber, _watchedSince) = (_number, now);
                return;
            }

            if (now - _watchedSince < TimeSpan.FromSeconds(LimitSeconds) || Debugger.IsAttached)
            {
                return;
            }

            (target, input) = (_target, _input);
        }

        _hung(target, input);
    }
}
