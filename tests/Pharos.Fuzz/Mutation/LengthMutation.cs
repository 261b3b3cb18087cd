namespace Pharos.Fuzz.Mutation;

/// <summary>Finds bytes that look like tags of length-delimited protobuf fields and makes the lengths behind them wrong.</summary>
internal static class LengthMutation
{
    private const int LengthDelimited = 2;

    public static void ChangeBehindTag(List<byte> bytes, Random random)
    {
        var start = random.Next(bytes.Count);
        for (var i = 0; i + 1 < bytes.Count; i++)
        {
            var tag = (start + i) % (bytes.Count - 1);
            if ((bytes[tag] & 7) != LengthDelimited)
            {
                continue;
            }

            switch (random.Next(4))
            {
                case 0:
                    bytes[tag + 1] += (byte)random.Next(-2, 3);
                    break;
                case 1:
                    bytes[tag + 1] = 0;
                    break;
                case 2:
                    // Makes a number of two bytes of it, swallowing the one behind.
                    bytes[tag + 1] |= 0x80;
                    break;
                default:
                    bytes.RemoveAt(tag + 1);
                    bytes.InsertRange(tag + 1, [0xFF, 0xFF, 0xFF, 0xFF, (byte)random.Next(16)]);
                    break;
            }

            return;
        }
    }
}
