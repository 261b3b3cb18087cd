using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Pharos.Foundation.Numbers;

namespace Pharos.Fuzz.Targets;

/// <summary>Numbers as text, beside the platform's own parser, and the first eight bytes as a number to write and read again.</summary>
internal sealed class FloatTarget : IFuzzTarget
{
    private static readonly SearchValues<byte> DecimalBytes = SearchValues.Create("0123456789+-.eE"u8);

    public string Name => "float";

    public IEnumerable<byte[]> Seeds => Targets.Seeds.Of(
        "1", "-0", "3.14159265358979", "1e22", "1.7976931348623157e308", "5e-324", "0.000001", "9007199254740993", "+Inf", "NaN", "nan", "infinity", "0x1.8p3", "1_000",
        "123456789012345678901234567890e-10", "2.2250738585072011e-308", ".5", "5.");

    public IReadOnlyList<byte[]> Tokens { get; } = Targets.Seeds.Of(
        "e", "E-", "e+", ".", "-", "+", "Inf", "NaN", "inity", "0x", "p", "_", "0", "000000", "9999999999", "12345678", "308", "324", "e400", "5");

    public void Run(ReadOnlySpan<byte> input, FuzzOutcome outcome)
    {
        var isNumber = GoFloat.TryParse(input, out var value);
        outcome.Feature(1, (isNumber ? 1UL : 0) << 16 | (isNumber ? BitConverter.DoubleToUInt64Bits(value) >> 58 : 0) << 8 | (uint)Math.Min(input.Length, 40));
        outcome.Result(isNumber ? value : -1);
        ComparePlatform(input, isNumber, value);
        if (GoFloat.TryReadPrefix(input, out var prefix, out var length))
        {
            BrokenInvariantException.Require(
                GoFloat.TryParse(input[..length], out var again) && Same(again, prefix), "a number in front of a text is another one alone");
        }

        outcome.Result(GoFloatLiteral.TryParse(input, out var literal) ? literal : -1);
        BrokenInvariantException.Require(!isNumber || (GoFloatLiteral.TryParse(input, out literal) && Same(literal, value)), "not the number that Go's own reader finds");
        Span<byte> normalized = stackalloc byte[GoFloat.MaxLength];
        outcome.Result(OpenMetricsFloat.Normalize(input, normalized));
        if (isNumber)
        {
            CheckFormats(value);
        }

        if (input.Length >= sizeof(double))
        {
            CheckFormats(BinaryPrimitives.ReadDoubleLittleEndian(input));
        }
    }

    private static void ComparePlatform(ReadOnlySpan<byte> input, bool isNumber, double value)
    {
        if (input.IsEmpty || input.ContainsAnyExcept(DecimalBytes))
        {
            return;
        }

        var isPlatforms = double.TryParse(Encoding.ASCII.GetString(input), NumberStyles.Float, CultureInfo.InvariantCulture, out var other);

        // What is too large is infinite for the platform and no number here.
        BrokenInvariantException.Require(isNumber == (isPlatforms && double.IsFinite(other)), $"a number: {isNumber}, to the platform: {isPlatforms}");
        BrokenInvariantException.Require(!isNumber || Same(value, other), $"{value:R} here, {other:R} to the platform");
    }

    private static void CheckFormats(double value)
    {
        Span<byte> text = stackalloc byte[GoFloat.MaxLength];
        var length = GoFloat.Format(text, value);
        BrokenInvariantException.Require(GoFloat.TryParse(text[..length], out var again) && Same(again, value), $"{value:R} is not read as it was written");
        length = GoFloat.FormatOpenMetrics(text, value);

        // OpenMetrics writes minus zero like zero.
        BrokenInvariantException.Require(
            GoFloat.TryParse(text[..length], out again) && (Same(again, value) || (again == 0 && value == 0)), $"{value:R} is not read as OpenMetrics writes it");
        Span<byte> normalized = stackalloc byte[GoFloat.MaxLength];
        BrokenInvariantException.Require(
            OpenMetricsFloat.Normalize(text[..length], normalized).SequenceEqual(text[..length]), $"{value:R} changes when it is normalized again");
    }

    private static bool Same(double left, double right) =>
        BitConverter.DoubleToUInt64Bits(left) == BitConverter.DoubleToUInt64Bits(right) || (double.IsNaN(left) && double.IsNaN(right));
}
