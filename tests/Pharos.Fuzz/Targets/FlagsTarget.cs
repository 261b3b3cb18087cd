using System.Text;
using Pharos.Cli.Flags;
using Pharos.Cli.Programs;
using Pharos.Hosting.Http;

namespace Pharos.Fuzz.Targets;

/// <summary>The server's command line, an argument per line.</summary>
internal sealed class FlagsTarget : IFuzzTarget
{
    public string Name => "flags";

    public IEnumerable<byte[]> Seeds => Targets.Seeds.Of(
        "--web.listen-address=:9090\n--web.listen-address\n[::1]:0\n--log.level\nwarn",
        "--web.external-url=https://example.com/prometheus/\n--web.route-prefix=/p\n--web.page-title=x",
        "--web.read-timeout=1h30m\n--web.max-connections=7\n--log.format=json",
        "-h\n--no-help\n--help-man\n--version=false\n--",
        "--config.file=x.yml\n--storage.tsdb.path=data/");

    public IReadOnlyList<byte[]> Tokens { get; } = Targets.Seeds.Of(
        "--", "-", "--no-", "--help", "--version", "--web.listen-address=", "--web.read-timeout=", "--web.max-connections=", "--web.external-url=", "--web.route-prefix=",
        "--log.level=", "--log.format=", "=", "\n", ":", "[", "]", "[::1%eth0]", "99999", "0", "-1", "http://", "https://[", "xn--", "%zz", "debug", "json", "true", "false");

    /// <summary>Host names and URLs go through the platform's parser; the flag table is made anew.</summary>
    public long AllocationLimit(int inputLength) => 4096L * inputLength + (1 << 20);

    public void Run(ReadOnlySpan<byte> input, FuzzOutcome outcome)
    {
        // Argument files would be read from the machine that the fuzzer runs on.
        var arguments = Encoding.UTF8.GetString(input).Split('\n').Select(static argument => argument.TrimStart('@')).ToList();
        foreach (var argument in arguments)
        {
            outcome.Result(ListenAddress.TryParse(argument, out var address, out var problem) ? address.ToString()! : problem);
        }

        try
        {
            var flags = new ServerFlags();
            var result = flags.Set.Parse(arguments);
            outcome.Result((long)result);
            outcome.Feature(1, (ulong)result);
            if (result == FlagOutcome.Run)
            {
                outcome.Result(flags.ToOptions().PageTitle);
            }
        }
        catch (FlagException error)
        {
            outcome.Error(error);
        }
    }
}
