using System.Diagnostics.CodeAnalysis;

namespace Pharos.Fuzz;

/// <summary>A result that contradicts another, or what the documentation promises.</summary>
internal sealed class BrokenInvariantException(string message) : Exception(message)
{
    /// <summary>Throws if the condition does not hold.</summary>
    public static void Require([DoesNotReturnIf(false)] bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new BrokenInvariantException(otherwise);
        }
    }
}
