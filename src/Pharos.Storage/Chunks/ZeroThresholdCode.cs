namespace Pharos.Storage.Chunks;

/// <summary>
/// The width of the zero bucket. It mostly is zero or a power of two, for which a byte is enough: 0, or 1 to 254 for 2^-243 to 2^10.
/// Before any other number stands 255.
/// </summary>
internal static class ZeroThresholdCode
{
    private const int MinExponent = -243;
    private const int MaxExponent = 10;
    private const byte Whole = 255;
    private const int ExponentBias = 1023;
    private const int MantissaBits = 52;

    public static void Write(BitWriter bits, double threshold)
    {
        if (threshold == 0)
        {
            bits.Put(0, 8);
            return;
        }

        var raw = BitConverter.DoubleToUInt64Bits(threshold);
        var exponent = (long)(raw >> MantissaBits) - ExponentBias;

        // A negative number has an exponent out of range here, the sign being above it.
        if ((raw & ((1ul << MantissaBits) - 1)) == 0 && exponent is >= MinExponent and <= MaxExponent)
        {
            bits.Put((ulong)(exponent - MinExponent + 1), 8);
            return;
        }

        bits.Put(Whole, 8);
        bits.Put(raw, 64);
    }

    public static double Read(ref BitReader bits)
    {
        var code = (int)bits.Read(8);
        return code switch
        {
            0 => 0,
            Whole => bits.ReadDouble(),
            _ => BitConverter.UInt64BitsToDouble((ulong)(code - 1 + MinExponent + ExponentBias) << MantissaBits),
        };
    }
}
