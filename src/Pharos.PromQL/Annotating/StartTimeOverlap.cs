using Pharos.PromQL.Syntax;

namespace Pharos.PromQL.Annotating;

/// <summary>Samples that say they began before the one ahead of them, counted by series.</summary>
internal sealed record StartTimeOverlap(string Text, TextSpan Position, int Occurrences) : Warning(Text, Position)
{
    public override string FullText => Occurrences > 1 ? $"{Text} ({Occurrences} occurrences)" : Text;

    public override Annotation Merge(Annotation earlier) =>
        earlier is StartTimeOverlap other ? this with { Occurrences = Occurrences + other.Occurrences } : this;
}
