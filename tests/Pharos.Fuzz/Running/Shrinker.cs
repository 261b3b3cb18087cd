using System.Diagnostics;

namespace Pharos.Fuzz.Running;

/// <summary>Takes pieces out of a failing input for as long as it fails in the same way.</summary>
internal static class Shrinker
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    public static byte[] Shrink(byte[] input, Func<byte[], bool> fails)
    {
        var clock = Stopwatch.StartNew();
        for (var piece = Math.Max(1, input.Length / 2); piece > 0; piece /= 2)
        {
            for (var at = 0; at + piece <= input.Length && clock.Elapsed < Limit;)
            {
                byte[] shorter = [.. input.AsSpan(0, at), .. input.AsSpan(at + piece)];
                if (fails(shorter))
                {
                    input = shorter;
                }
                else
                {
                    at += piece;
                }
            }
        }

        return input;
    }
}
