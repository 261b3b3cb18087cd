using Pharos.Foundation.Bytes;

namespace Pharos.Formats.Protobuf;

internal static class BucketSpanMessage
{
    public static void Read(ProtoReader reader, out int offset, out uint length)
    {
        offset = 0;
        length = 0;
        while (reader.MoveNext())
        {
            switch (reader.Field)
            {
                case BucketSpanFields.Offset: offset = reader.ReadSigned32(); break;
                case BucketSpanFields.Length: length = (uint)reader.ReadVarInt(); break;
                default: reader.Skip(); break;
            }
        }
    }
}
