using Pharos.Foundation.Bytes;
using Pharos.Instrumentation.Collectors;
using Pharos.Model.Families;

namespace Pharos.Instrumentation.Runtime;

/// <summary>
/// The process as the operating system sees it, under the names that all Prometheus programs use. It comes from <c>/proc</c>; what
/// cannot be read there, which on other systems is everything, is absent.
/// </summary>
public sealed class ProcessCollector : IMetricCollector
{
    // The unit of times in /proc, which Linux fixed for all architectures that matter here.
    private const double TicksPerSecond = 100;

    private readonly IProcFiles _files;
    private readonly ByteBuffer _content = new(8192);
    private readonly int _pageBytes;
    private ulong? _bootSeconds;

    public ProcessCollector()
        : this(new ProcFiles(), Environment.SystemPageSize)
    {
    }

    internal ProcessCollector(IProcFiles files, int pageBytes)
    {
        _files = files;
        _pageBytes = pageBytes;
    }

    public void Collect(IMetricSink sink)
    {
        WriteStat(sink);
        WriteLimits(sink);
        WriteNetwork(sink);
        if (_files.TryCount("self/fd", out var descriptors))
        {
            sink.WriteGauge("process_open_fds"u8, "Number of open file descriptors."u8, descriptors);
        }
    }

    private void WriteStat(IMetricSink sink)
    {
        if (!_files.TryRead("self/stat", _content) || !ProcStat.TryParse(_content.Written, out var stat))
        {
            return;
        }

        sink.WriteCounter(
            "process_cpu_seconds_total"u8,
            "Time that the process spent on processors, in user and in system mode."u8,
            (stat.UserTicks + (double)stat.SystemTicks) / TicksPerSecond);
        sink.WriteGauge(
            "process_resident_memory_bytes"u8, "Memory of the process that is in RAM."u8, stat.ResidentPages * (double)_pageBytes);
        sink.WriteGauge("process_virtual_memory_bytes"u8, "Size of the address space of the process."u8, stat.VirtualBytes);
        sink.WriteGauge("go_threads"u8, "Number of threads of the process, as the operating system counts them."u8, stat.Threads);
        if (TryReadBootTime(out var bootSeconds))
        {
            sink.WriteGauge(
                "process_start_time_seconds"u8,
                "When the process was started, as Unix time."u8,
                bootSeconds + (stat.StartTicks / TicksPerSecond));
        }
    }

    private void WriteLimits(IMetricSink sink)
    {
        if (!_files.TryRead("self/limits", _content))
        {
            return;
        }

        if (ProcText.TryFindSoftLimit(_content.Written, "Max open files"u8, out var files))
        {
            sink.WriteGauge("process_max_fds"u8, "Highest allowed number of open file descriptors."u8, files);
        }

        if (ProcText.TryFindSoftLimit(_content.Written, "Max address space"u8, out var addressSpace))
        {
            sink.WriteGauge(
                "process_virtual_memory_max_bytes"u8,
                "Highest allowed size of the address space; 2^64-1 if there is no limit."u8,
                addressSpace);
        }
    }

    private void WriteNetwork(IMetricSink sink)
    {
        if (!_files.TryRead("self/net/netstat", _content))
        {
            return;
        }

        if (ProcText.TryFindNetworkStatistic(_content.Written, "IpExt:"u8, "InOctets"u8, out var received))
        {
            sink.WriteCounter(
                "process_network_receive_bytes_total"u8, "Bytes received by IP in the network namespace of the process."u8, received);
        }

        if (ProcText.TryFindNetworkStatistic(_content.Written, "IpExt:"u8, "OutOctets"u8, out var sent))
        {
            sink.WriteCounter(
                "process_network_transmit_bytes_total"u8, "Bytes sent by IP in the network namespace of the process."u8, sent);
        }
    }

    /// <summary>Unix seconds. Kept, so that a corrected clock does not move the start of the process.</summary>
    private bool TryReadBootTime(out ulong seconds)
    {
        if (_bootSeconds is null && _files.TryRead("stat", _content) && ProcText.TryFindNumber(_content.Written, "btime"u8, out var read))
        {
            _bootSeconds = read;
        }

        seconds = _bootSeconds ?? 0;
        return _bootSeconds is not null;
    }
}
