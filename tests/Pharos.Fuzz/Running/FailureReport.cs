using System.Globalization;
using System.Text;

namespace Pharos.Fuzz.Running;

/// <summary>Says everything that is needed to see a failure again, and keeps its input in a file.</summary>
internal static class FailureReport
{
    private const int ShownBytes = 1024;

    public static void Write(TextWriter output, string target, int seed, byte[] input, string problem)
    {
        var file = Path.GetFullPath(string.Create(
            CultureInfo.InvariantCulture, $"fuzz-{target}-{Foundation.Bytes.XxHash64.Hash(input):x16}.bin"));
        File.WriteAllBytes(file, input);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"fuzz: FAILURE in {target} (seed {seed}), {input.Length} bytes"));
        output.WriteLine(problem);
        var shown = input.AsSpan(0, Math.Min(input.Length, ShownBytes));
        output.WriteLine("hex:  " + Convert.ToHexStringLower(shown) + (shown.Length < input.Length ? "..." : ""));
        output.WriteLine("text: " + Escape(shown) + (shown.Length < input.Length ? "..." : ""));
        output.WriteLine($"again: Pharos.Fuzz --target {target} --reproduce {file}");
    }

    private static string Escape(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        foreach (var one in bytes)
        {
            text.Append(one switch
            {
                (byte)'\n' => "\\n",
                (byte)'\\' => "\\\\",
                >= 0x20 and < 0x7F => ((char)one).ToString(),
                _ => "\\x" + one.ToString("x2", CultureInfo.InvariantCulture),
            });
        }

        return text.ToString();
    }
}
