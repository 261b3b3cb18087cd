using System.Text;

namespace Pharos.Model.Tests;

public sealed class NameValidationTests
{
    [Theory]
    [InlineData("a", true, true)]
    [InlineData("_A9", true, true)]
    [InlineData("a:b", false, true)]
    [InlineData("9a", false, false)]
    [InlineData("", false, false)]
    [InlineData("a-b", false, false)]
    [InlineData("é", false, false)]
    public void IsLegacyName_Text_IsLettersDigitsAndUnderscores(string name, bool isLabelName, bool isMetricName)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        Assert.Equal(isLabelName, NameValidation.IsLabelName(bytes, NameValidationScheme.Legacy));
        Assert.Equal(isMetricName, NameValidation.IsMetricName(bytes, NameValidationScheme.Legacy));
        Assert.Equal(name.Length > 0, NameValidation.IsLabelName(bytes, NameValidationScheme.Utf8));
        Assert.Equal(name.Length > 0, NameValidation.IsMetricName(bytes, NameValidationScheme.Utf8));
    }

    [Theory]
    [InlineData("__name__", "a:b", true)]
    [InlineData("__name__", "a.b", false)]
    [InlineData("a", "any value é", true)]
    [InlineData("a.b", "x", false)]
    public void AreValid_Legacy_ChecksNamesAndMetricName(string name, string value, bool expected)
    {
        Assert.Equal(expected, NameValidation.AreValid(Labels.Of((name, value)).View, NameValidationScheme.Legacy));
        Assert.True(NameValidation.AreValid(Labels.Of((name, value)).View, NameValidationScheme.Utf8));
    }

    [Fact]
    public void AreValid_BrokenUtf8_IsFalse()
    {
        var builder = new LabelsBuilder();
        builder.Add("a"u8, [0xC3]);
        Assert.False(NameValidation.AreValid(builder.View(), NameValidationScheme.Legacy));
        Assert.False(NameValidation.AreValid(builder.View(), NameValidationScheme.Utf8));
        Assert.False(NameValidation.IsLabelName([0xFF], NameValidationScheme.Utf8));
    }
}
