using Pharos.Foundation.Bytes;
using Pharos.Foundation.Text;

namespace Pharos.Model;

/// <summary>Label sets as people read and write them.</summary>
public static class LabelsText
{
    /// <summary><c>{a="x", b="y"}</c>; a name that is not a classic one is quoted too.</summary>
    public static string Format(LabelsView labels)
    {
        var text = new ByteBuffer();
        Append(text, labels);
        return text.ToString();
    }

    public static void Append(ByteBuffer destination, LabelsView labels)
    {
        destination.Append((byte)'{');
        var isFirst = true;
        foreach (var label in labels)
        {
            if (!isFirst)
            {
                destination.Append(", "u8);
            }

            isFirst = false;
            if (NameValidation.IsLegacyLabelName(label.Name))
            {
                destination.Append(label.Name);
            }
            else
            {
                GoQuote.Append(destination, label.Name);
            }

            destination.Append((byte)'=');
            GoQuote.Append(destination, label.Value);
        }

        destination.Append((byte)'}');
    }
}
