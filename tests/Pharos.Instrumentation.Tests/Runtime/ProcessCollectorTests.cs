using System.Text;
using Pharos.Instrumentation.Runtime;

namespace Pharos.Instrumentation.Tests.Runtime;

public sealed class ProcessCollectorTests
{
    private readonly RecordedProcFiles _files = new();

    [Fact]
    public void Collect_RecordedFiles_GivesAllMetrics()
    {
        var sink = Collect();
        Assert.Equal(
            [
                "go_threads 17",
                "process_cpu_seconds_total 18",
                "process_max_fds 1024",
                "process_network_receive_bytes_total 123456789",
                "process_network_transmit_bytes_total 987654",
                "process_open_fds 42",
                "process_resident_memory_bytes 104857600",
                "process_start_time_seconds 1700000987.65",
                "process_virtual_memory_bytes 1310720000",
                "process_virtual_memory_max_bytes 1.8446744073709552E+19",
            ],
            sink.Lines.Where(line => !line.StartsWith('#')));
        Assert.Contains(sink.Lines, line => line.StartsWith("# process_cpu_seconds_total Counter", StringComparison.Ordinal));
        Assert.Contains(sink.Lines, line => line.StartsWith("# process_start_time_seconds Gauge", StringComparison.Ordinal));
    }

    [Fact]
    public void Collect_NoFiles_GivesNothing()
    {
        _files.Files.Clear();
        _files.Descriptors = null;
        Assert.Empty(Collect().Lines);
    }

    [Theory]
    [InlineData("self/stat", "17 (x", "process_cpu_seconds_total")]
    [InlineData("self/stat", "", "process_resident_memory_bytes")]
    [InlineData("self/stat", "1 (x) S 1 2 3 0 -1 4 9 0 1 0 -5 566 0 0 20 0 17 0 98765 13 25", "process_cpu_seconds_total")]
    [InlineData("self/stat", "1 (x) S 1 2 3 0 -1 4 9 0 1 0 5 566 0 0 20 0 17 0 98765 13", "process_cpu_seconds_total")]
    [InlineData("self/limits", "Max open files   many   many  files\n", "process_max_fds")]
    [InlineData("self/limits", "Max open files", "process_max_fds")]
    [InlineData("self/net/netstat", "IpExt: InOctets OutOctets\nIpExt: 5\n", "process_network_transmit_bytes_total")]
    [InlineData("self/net/netstat", "IpExt: InOctets\nTcpExt: 5\n", "process_network_receive_bytes_total")]
    [InlineData("self/net/netstat", "IpExt: InOctets\n", "process_network_receive_bytes_total")]
    [InlineData("stat", "btime 17e8\n", "process_start_time_seconds")]
    [InlineData("stat", "cpu 1\n", "process_start_time_seconds")]
    public void Collect_BrokenFile_LeavesOutWhatItWouldHaveTold(string file, string content, string metric)
    {
        Assert.Contains(metric, Collect().Families);
        _files.Files[file] = Encoding.UTF8.GetBytes(content);
        var sink = Collect();
        Assert.DoesNotContain(metric, sink.Families);
        Assert.Contains("process_open_fds", sink.Families);
    }

    [Fact]
    public void Collect_TruncatedOrMutatedFiles_NeverFails()
    {
        var random = new Random(1);
        var names = _files.Files.Keys.ToArray();
        var whole = new Dictionary<string, byte[]>(_files.Files);
        for (var round = 0; round < 3000; round++)
        {
            var name = names[round % names.Length];
            var bytes = whole[name][..random.Next(whole[name].Length + 1)];
            for (var i = random.Next(4); i > 0 && bytes.Length > 0; i--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            _files.Files[name] = bytes;
            Assert.Contains("process_open_fds", Collect().Families);
            _files.Files[name] = whole[name];
        }
    }

    [Fact]
    public void Collect_ThisProcess_IsPlausible()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "There is no /proc to read.");
        var registry = new MetricRegistry();
        registry.Register(new ProcessCollector());
        var sink = RecordingSink.Of(registry);
        Assert.Equal(10, sink.Families.Count());
        Assert.InRange(sink.Value("process_open_fds"), 3, sink.Value("process_max_fds"));
        Assert.InRange(sink.Value("process_resident_memory_bytes"), 1e6, sink.Value("process_virtual_memory_bytes"));
        Assert.InRange(sink.Value("go_threads"), 2, 10_000);
        var age = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() / 1e3 - sink.Value("process_start_time_seconds");
        Assert.InRange(age, -5, 24 * 3600);
    }

    private RecordingSink Collect()
    {
        var registry = new MetricRegistry();
        registry.Register(new ProcessCollector(_files, 4096));
        return RecordingSink.Of(registry);
    }
}
