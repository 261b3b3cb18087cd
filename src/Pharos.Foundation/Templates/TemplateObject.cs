namespace Pharos.Foundation.Templates;

/// <summary>A value with fields, and with methods that templates may call.</summary>
public abstract class TemplateObject
{
    /// <summary>As messages have it.</summary>
    public abstract string TypeName { get; }

    public virtual bool TryGetField(string name, out object? value)
    {
        value = null;
        return false;
    }

    /// <summary>Something to be called on it; null if there is no such thing.</summary>
    public virtual TemplateFunction? Method(string name) => null;

    /// <summary>Whether conditions take it for true.</summary>
    public virtual bool IsTrue => true;

    /// <summary>As templates show it.</summary>
    public abstract override string ToString();
}
