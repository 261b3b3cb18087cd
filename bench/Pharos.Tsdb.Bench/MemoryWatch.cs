using System.Globalization;

namespace Pharos.Tsdb.Bench;

/// <summary>
/// Looks at a process's anonymous memory twenty times a second, since the system keeps no peak of it. Dispose ends it.
/// </summary>
internal sealed class MemoryWatch : IDisposable
{
    private const int IntervalMs = 50;

    private readonly string _path;
    private readonly Timer _timer;
    private long _peak;

    public MemoryWatch(int? process = null)
    {
        _path = $"/proc/{process?.ToString(CultureInfo.InvariantCulture) ?? "self"}/status";
        _timer = new Timer(_ => Look(), null, 0, IntervalMs);
    }

    /// <summary>The most anonymous memory since the start or the last reset, in MiB.</summary>
    public long PeakMiB
    {
        get
        {
            Look();
            return Volatile.Read(ref _peak) >> 10;
        }
    }

    public long NowMiB => Field("RssAnon") >> 10;

    /// <summary>The system's own peak, with mapped files: of the whole life of the process.</summary>
    public long HighWaterMiB => Field("VmHWM") >> 10;

    public void Reset() => Volatile.Write(ref _peak, 0);

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        var now = Field("RssAnon");
        for (var seen = Volatile.Read(ref _peak); now > seen; seen = Volatile.Read(ref _peak))
        {
            Interlocked.CompareExchange(ref _peak, now, seen);
        }
    }

    private long Field(string name)
    {
        try
        {
            foreach (var line in File.ReadLines(_path))
            {
                if (line.StartsWith(name, StringComparison.Ordinal))
                {
                    return long.Parse(line[(name.Length + 1)..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture);
                }
            }
        }
        catch (IOException)
        {
            // The process has just ended; what was seen before counts.
        }

        return 0;
    }
}
