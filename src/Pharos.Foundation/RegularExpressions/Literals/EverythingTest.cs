namespace Pharos.Foundation.RegularExpressions.Literals;

/// <summary>Accepts every text that has at least so many bytes: 0 for <c>.*</c>, 1 for <c>.+</c>.</summary>
internal sealed class EverythingTest(int leastLength) : TextTest
{
    public override bool IsMatch(ReadOnlySpan<byte> text) => text.Length >= leastLength;
}
