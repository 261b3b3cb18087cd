using Pharos.Foundation.Bytes;
using Pharos.Model;

namespace Pharos.Formats.RemoteWrite;

/// <summary>The labels of series and exemplars in version 1 of remote write: a message for each. Throws <see cref="ProtoException"/> for what is none.</summary>
public static class LabelReader
{
    /// <summary>In series and in exemplars.</summary>
    public const int LabelField = 1;

    private const int NameField = 1;
    private const int ValueField = 2;
    private const byte LabelTag = (LabelField << 3) | (int)ProtoWireType.Bytes;

    /// <summary>The length of the labels that the message begins with; 0 if it begins otherwise.</summary>
    public static int MeasureRun(ReadOnlySpan<byte> message)
    {
        var end = 0;
        while (end + 1 < message.Length && message[end] == LabelTag)
        {
            // A label of more than 127 bytes is rare enough for the other way.
            int length = message[end + 1];
            var next = end + 2 + length;
            if (length >= 0x80)
            {
                var reader = new ProtoReader(message[end..]);
                reader.MoveNext();
                next = end + reader.ReadRange().End;
            }

            if (next > message.Length)
            {
                throw new ProtoException($"expected {length} bytes as the length says, but only {message.Length - end - 2} are left", end + 1);
            }

            end = next;
        }

        return end;
    }

    /// <summary>Adds all labels of a message to the builder; other fields are passed over.</summary>
    /// <param name="keepsEmpty">Whether labels without a value count, as those of exemplars do.</param>
    public static void ReadAll(ProtoReader message, LabelsBuilder labels, bool keepsEmpty = false)
    {
        while (message.MoveNext())
        {
            if (message.Field == LabelField)
            {
                Read(message.ReadMessage(), labels, keepsEmpty);
            }
            else
            {
                message.Skip();
            }
        }
    }

    private static void Read(ProtoReader label, LabelsBuilder labels, bool keepsEmpty)
    {
        ReadOnlySpan<byte> name = default, value = default;
        while (label.MoveNext())
        {
            switch (label.Field)
            {
                case NameField: name = label.ReadBytes(); break;
                case ValueField: value = label.ReadBytes(); break;
                default: label.Skip(); break;
            }
        }

        if (keepsEmpty)
        {
            labels.AddAsIs(name, value);
        }
        else
        {
            labels.Add(name, value);
        }
    }
}
