using System.Text;
using System.Text.Json;
using Pharos.Discovery.Targets;
using Pharos.Foundation.Numbers;

namespace Pharos.Discovery.PuppetDb;

/// <summary>Makes labels of the parameters of a resource, which are values of any shape. JSON bounds how deep they are nested.</summary>
internal static class ResourceParameters
{
    public static void Set(TargetLabels labels, string prefix, JsonElement parameters)
    {
        if (parameters.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var parameter in parameters.EnumerateObject())
        {
            var name = prefix + TargetLabels.Sanitize(parameter.Name);
            switch (parameter.Value.ValueKind)
            {
                case JsonValueKind.Object:
                    Set(labels, name + "_", parameter.Value);
                    break;
                case JsonValueKind.Array:
                    labels.Set(name, string.Join(',', parameter.Value.EnumerateArray().Select(Text)));
                    break;
                default:
                    labels.Set(name, Text(parameter.Value));
                    break;
            }
        }
    }

    /// <summary>Empty for what is no scalar.</summary>
    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() ?? "",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Number => Number(value.GetDouble()),
        _ => "",
    };

    private static string Number(double value)
    {
        Span<byte> text = stackalloc byte[GoFloat.MaxLength];
        return Encoding.ASCII.GetString(text[..GoFloat.Format(text, value)]);
    }
}
