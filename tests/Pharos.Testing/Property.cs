using FsCheck;
using FsCheck.Fluent;

namespace Pharos.Testing;

/// <summary>
/// Property tests with a fixed seed, so that a run today finds what a run tomorrow finds. A failure throws with the shrunk
/// counterexample.
/// </summary>
public static class Property
{
    private const ulong Seed = 20_250_101;

    /// <summary>Has to be odd.</summary>
    private const ulong Gamma = 9_600_629_759_793_949_339;

    /// <summary>Over FsCheck's own values of the type. Numbers among them are small; for all of them use <see cref="AnyInt64"/>.</summary>
    public static void Holds<T>(Func<T, bool> property, int cases = 500) => Run(Prop.ForAll(property), cases);

    public static void Holds<T>(Gen<T> values, Func<T, bool> property, int cases = 500) =>
        Run(Prop.ForAll(values.ToArbitrary(), property), cases);

    /// <summary>Integers of every length in bits, so that small ones are as likely as large ones.</summary>
    public static Gen<long> AnyInt64() =>
        from bits in ArbMap.Default.GeneratorFor<DoNotSize<long>>()
        from shift in Gen.Choose(0, 63)
        select bits.Item >> shift;

    private static void Run(FsCheck.Property property, int cases) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(cases).WithReplay(Seed, Gamma).WithQuietOnSuccess(true), property);
}
