using System.Text;
using Pharos.Foundation.Numbers;

namespace Pharos.Fuzz.Targets;

/// <summary>Sizes such as 1.5GiB: what is read is written and read again as the same.</summary>
internal sealed class ByteSizeTarget : IFuzzTarget
{
    public string Name => "byte-size";

    public IEnumerable<byte[]> Seeds => Targets.Seeds.Of("0", "512MB", "1.5GiB", "1GiB512MiB", "-1KB", "7EiB", "10B", "3.25TB", "1PB2TB3GB");

    public IReadOnlyList<byte[]> Tokens { get; } = Targets.Seeds.Of(
        "B", "KB", "KiB", "MB", "MiB", "GB", "GiB", "TB", "TiB", "PB", "PiB", "EB", "EiB", "k", ".", "-", "+", "0", "8", "9223372036854775807", "0.000001");

    public void Run(ReadOnlySpan<byte> input, FuzzOutcome outcome)
    {
        var isSize = ByteSize.TryParse(Encoding.UTF8.GetString(input), out var bytes, out var problem);
        outcome.Message(problem ?? "");
        outcome.Result(bytes);
        if (!isSize)
        {
            return;
        }

        outcome.Feature(1, (ulong)Math.Min(input.Length, 32));
        BrokenInvariantException.Require(
            ByteSize.TryParse(ByteSize.Format(bytes), out var again, out _) && again == bytes, $"{bytes} bytes, written as {ByteSize.Format(bytes)}, are not read so");
    }
}
