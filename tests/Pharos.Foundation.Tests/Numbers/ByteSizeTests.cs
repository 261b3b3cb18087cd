using Pharos.Foundation.Numbers;
using Pharos.Testing;

namespace Pharos.Foundation.Tests.Numbers;

public sealed class ByteSizeTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("0B", 0)]
    [InlineData("512MB", 536_870_912)]
    [InlineData("512MiB", 536_870_912)]
    [InlineData("1.5GB", 1_610_612_736)]
    [InlineData("1KiB", 1024)]
    [InlineData("1GB2KB3B", 1_073_743_875)]
    [InlineData("2B1KB", 1026)]
    [InlineData(".5KB", 512)]
    [InlineData("1.B", 1)]
    [InlineData("+5MiB", 5_242_880)]
    [InlineData("-1KB", -1024)]
    [InlineData("-8EiB", long.MinValue)]
    public void Parse_ValidText_GivesBytes(string text, long expected)
    {
        Assert.Equal(expected, ByteSize.Parse(text));
    }

    [Theory]
    [InlineData("", "units: invalid ")]
    [InlineData("-", "units: invalid -")]
    [InlineData("MB", "units: invalid MB")]
    [InlineData(".B", "units: invalid .B")]
    [InlineData(" 1B", "units: invalid  1B")]
    [InlineData("99999999999999999999B", "units: invalid 99999999999999999999B")]
    [InlineData("1", "units: unknown unit  in 1")]
    [InlineData("1kB", "units: unknown unit kB in 1kB")]
    [InlineData("1mb", "units: unknown unit mb in 1mb")]
    [InlineData("1K", "units: unknown unit K in 1K")]
    [InlineData("1KiB1KB", "units: unknown unit KiB in 1KiB1KB")]
    [InlineData("8EB", "units: overflow parsing unit")]
    [InlineData("8192PiB", "units: overflow parsing unit")]
    [InlineData("9999EB", "units: overflow parsing unit")]
    public void Parse_InvalidText_SaysWhy(string text, string expected)
    {
        Assert.Equal(expected, Assert.Throws<FormatException>(() => ByteSize.Parse(text)).Message);
    }

    [Theory]
    [InlineData(0, "0B")]
    [InlineData(1023, "1023B")]
    [InlineData(1024, "1KiB")]
    [InlineData(1_610_612_736, "1GiB512MiB")]
    [InlineData(-5_632, "-5KiB-512B")]
    [InlineData(long.MaxValue, "7EiB1023PiB1023TiB1023GiB1023MiB1023KiB1023B")]
    [InlineData(long.MinValue, "-8EiB")]
    public void Format_Bytes_GoFromTheLargestUnitDown(long bytes, string expected)
    {
        Assert.Equal(expected, ByteSize.Format(bytes));
    }

    [Fact]
    public void Parse_FormattedSize_IsTheSameSize()
    {
        // A double holds every size below 8 PiB exactly.
        Property.Holds(Property.AnyInt64(), any => ByteSize.Parse(ByteSize.Format(any >>> 11)) == any >>> 11);
    }
}
