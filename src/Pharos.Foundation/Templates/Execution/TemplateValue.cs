namespace Pharos.Foundation.Templates.Execution;

/// <summary>What templates ask of any value.</summary>
internal static class TemplateValue
{
    /// <summary>Stands for no value where null is one.</summary>
    public static object Missing { get; } = new();

    public static bool IsTrue(object? value) => value switch
    {
        null => false,
        bool truth => truth,
        long number => number != 0,
        double number => number != 0,
        string text => text.Length > 0,
        TemplateList list => list.Items.Count > 0,
        TemplateMap map => map.Items.Count > 0,
        TemplateObject any => any.IsTrue,
        _ => true,
    };
}
