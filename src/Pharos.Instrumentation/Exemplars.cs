using System.Text;
using Pharos.Model;

namespace Pharos.Instrumentation;

internal static class Exemplars
{
    public static Exemplar Make(Labels labels, double value, TimeProvider clock)
    {
        var characters = 0;
        foreach (var label in labels.View)
        {
            characters += Encoding.UTF8.GetCharCount(label.Name) + Encoding.UTF8.GetCharCount(label.Value);
        }

        if (characters > Exemplar.MaxLabelCharacters)
        {
            throw new ArgumentException(
                $"the labels of an exemplar have at most {Exemplar.MaxLabelCharacters} characters, not {characters}", nameof(labels));
        }

        return new Exemplar(labels, value, clock.GetUtcNow().ToUnixTimeMilliseconds());
    }
}
