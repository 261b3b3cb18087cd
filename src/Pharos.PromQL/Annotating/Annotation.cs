using Pharos.PromQL.Syntax;

namespace Pharos.PromQL.Annotating;

/// <summary>Something the user should know about a result that is there nevertheless.</summary>
/// <param name="Text">Without its place: equal texts are one annotation.</param>
/// <param name="Position">The part of the query that it is about.</param>
internal abstract record Annotation(string Text, TextSpan Position)
{
    /// <summary>The text for the user, without the place.</summary>
    public virtual string FullText => Text;

    /// <summary>This one, after the same was said before by <paramref name="earlier"/>.</summary>
    public virtual Annotation Merge(Annotation earlier) => this;
}

/// <summary>The result is probably not what was meant.</summary>
internal record Warning(string Text, TextSpan Position) : Annotation("PromQL warning: " + Text, Position);

/// <summary>The result may be right, and here is what was done.</summary>
internal record Info(string Text, TextSpan Position) : Annotation("PromQL info: " + Text, Position);
