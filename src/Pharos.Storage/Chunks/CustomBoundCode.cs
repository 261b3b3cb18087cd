namespace Pharos.Storage.Chunks;

/// <summary>
/// An upper bound of a custom bucket. Bounds mostly are round numbers: those in thousandths, up to what 25 bits hold, are written as their
/// count of thousandths and one; any other one stands behind a zero.
/// </summary>
internal static class CustomBoundCode
{
    private const double PerUnit = 1000;
    private const double MostThousandths = 33_554_430;

    public static void Write(BitWriter bits, double bound)
    {
        var thousandths = bound * PerUnit;
        if (thousandths is >= 0 and <= MostThousandths)
        {
            var whole = Math.Round(thousandths, MidpointRounding.AwayFromZero);
            if (whole / PerUnit == bound)
            {
                bits.PutVarBitsUnsigned((ulong)whole + 1);
                return;
            }
        }

        bits.Put(0, 1);
        bits.PutDouble(bound);
    }

    public static double Read(ref BitReader bits)
    {
        var code = bits.ReadVarBitsUnsigned();
        return code == 0 ? bits.ReadDouble() : (code - 1) / PerUnit;
    }
}
