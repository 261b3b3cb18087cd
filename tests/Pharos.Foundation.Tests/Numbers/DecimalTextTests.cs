using Pharos.Foundation.Bytes;
using Pharos.Foundation.Numbers;
using Pharos.Testing;

namespace Pharos.Foundation.Tests.Numbers;

public sealed class DecimalTextTests
{
    [Fact]
    public void Append_AnyInteger_IsItsDecimalDigits()
    {
        Property.Holds(Property.AnyInt64(), value => Text(value) == FormattableString.Invariant($"{value}"));
        Assert.Equal("-9223372036854775808", Text(long.MinValue));

        var unsigned = new ByteBuffer(0);
        DecimalText.Append(unsigned, ulong.MaxValue);
        Assert.Equal("18446744073709551615", unsigned.ToString());
    }

    private static string Text(long value)
    {
        var buffer = new ByteBuffer(0);
        DecimalText.Append(buffer, value);
        return buffer.ToString();
    }
}
