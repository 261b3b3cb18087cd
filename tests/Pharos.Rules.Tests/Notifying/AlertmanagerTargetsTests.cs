using Pharos.Configuration;
using Pharos.Discovery.Targets;
using Pharos.Model;
using Pharos.Rules.Notifying;

namespace Pharos.Rules.Tests.Notifying;

/// <summary>Which URLs targets become.</summary>
public sealed class AlertmanagerTargetsTests
{
    [Theory]
    [InlineData("{}", "http://am:9093/api/v2/alerts")]
    [InlineData("{scheme: https}", "https://am:9093/api/v2/alerts")]
    [InlineData("{path_prefix: /a/b}", "http://am:9093/a/b/api/v2/alerts")]
    [InlineData("{path_prefix: a//b/}", "http://am:9093/a/b/api/v2/alerts")]
    [InlineData("{path_prefix: /a/./b/../../../c}", "http://am:9093/c/api/v2/alerts")]
    [InlineData("{path_prefix: '/a b?c#d%'}", "http://am:9093/a%20b%3Fc%23d%25/api/v2/alerts")]
    [InlineData("{path_prefix: /ü}", "http://am:9093/%C3%BC/api/v2/alerts")]
    [InlineData("{relabel_configs: [{target_label: __alerts_path__, replacement: 'x;y=z'}]}", "http://am:9093/x;y=z")]
    [InlineData("{relabel_configs: [{target_label: __scheme__, replacement: https}]}", "https://am:9093/api/v2/alerts")]
    [InlineData("{relabel_configs: [{target_label: __scheme__, replacement: ''}]}", "//am:9093/api/v2/alerts")]
    [InlineData("{relabel_configs: [{source_labels: [__address__], regex: '(.*):.*', target_label: __address__, replacement: 'user:secret@$1:1'}]}", "http://user:secret%40am:1/api/v2/alerts")]
    [InlineData("{relabel_configs: [{target_label: __address__, replacement: 'AM:80'}]}", "http://AM:80/api/v2/alerts")]
    [InlineData("{relabel_configs: [{target_label: __address__, replacement: '[::1]:9093'}]}", "http://[::1]:9093/api/v2/alerts")]
    public void Target_BecomesTheUrlThatTheReferenceMakes(string options, string url)
    {
        var targets = Of(options, Group([], [("__address__", "am:9093")]));
        Assert.Equal([url], targets.Active);
        Assert.Empty(targets.Dropped);
    }

    [Fact]
    public void LabelsOfTheGroup_GoBeforeTheConfiguration_AndThoseOfTheTargetDoNot()
    {
        var targets = Of(
            "{scheme: http, path_prefix: /p}",
            Group([("__scheme__", "https")], [("__address__", "a:1")]),
            Group([("__address__", "group:1")], [("__scheme__", "https"), ("__alerts_path__", "/x"), ("__address__", "b:1")]),
            Group([("__address__", "c:1"), ("__alerts_path__", "/y")], [("other", "label")]));
        Assert.Equal(["https://a:1/p/api/v2/alerts", "http://b:1/p/api/v2/alerts", "http://c:1/y"], targets.Active);
    }

    [Fact]
    public void Targets_ThatComeToTheSame_AreOne()
    {
        var targets = Of("{}", Group([], [("__address__", "a:1")], [("__address__", "b:1")]), Group([], [("__address__", "a:1"), ("x", "y")]));
        Assert.Equal(["http://a:1/api/v2/alerts", "http://b:1/api/v2/alerts"], targets.Active);
    }

    [Fact]
    public void Targets_ThatTheRulesDrop_AreShownAsTheyWereBefore()
    {
        var targets = Of(
            "{relabel_configs: [{target_label: __address__, replacement: changed:1}, {source_labels: [keep], regex: yes, action: keep}]}",
            Group([], [("__address__", "a:1")], [("__address__", "b:1"), ("keep", "yes")], [("__address__", "a:1")]));
        Assert.Equal(["http://changed:1/api/v2/alerts"], targets.Active);
        Assert.Equal(["http://a:1/api/v2/alerts", "http://a:1/api/v2/alerts"], targets.Dropped);
    }

    [Fact]
    public void Group_WithATargetThatIsNoAddress_IsLeftOutAsAWhole()
    {
        var targets = Of(
            "{relabel_configs: [{source_labels: [drop], regex: yes, action: drop}]}",
            Group([], [("__address__", "a:1")], [("__address__", "b:1"), ("drop", "yes")], [("__address__", "http://c:1/")]),
            Group([], [("__address__", "d:1")]));
        Assert.Equal(["http://d:1/api/v2/alerts"], targets.Active);
        Assert.Empty(targets.Dropped);
        Assert.Equal(["\"http://c:1/\" is not a valid hostname"], targets.Complaints);
    }

    private static AlertmanagerTargets Of(string options, params TargetGroup[] groups) =>
        AlertmanagerTargets.Of(OptionsReader.Read<AlertmanagerOptions>(options, "test.yml"), NameValidationScheme.Utf8, groups);

    private static TargetGroup Group((string Name, string Value)[] labels, params (string Name, string Value)[][] targets) =>
        new("test", Labels.Of(labels), [.. targets.Select(static target => Labels.Of(target))]);
}
