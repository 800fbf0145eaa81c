using System.Reflection;
using AwsOtel.Engine.Conventions;
using Xunit;

namespace AwsOtel.Tests.Reference;

/// <summary>No name is made up in passing: each is the registry's, or in our own documented list.</summary>
public sealed class SemanticConventionTests
{
    public static TheoryData<string> TableNames => [.. ServiceTables.All
        .SelectMany(static table => table.Rows.Select(static row => row.Attribute).Concat(table.Fixed.Select(static row => row.Attribute)).Concat(table.OperationName))
        .Distinct()
        .Order(StringComparer.Ordinal)];

    public static TheoryData<string> ConstantNames => [.. typeof(AttributeName)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(static constant => (string)constant.GetRawConstantValue()!)
        .Distinct()
        .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(TableNames))]
    [MemberData(nameof(ConstantNames))]
    public void Is_published_or_in_our_own_list(string name) => Assert.NotNull(Registry.TypeOf(name));

    [Fact]
    public void Our_own_list_has_nothing_that_is_published() =>
        Assert.DoesNotContain(OwnAttributes.All, static own => Registry.IsPublished(own.Name));

    [Fact]
    public void Our_own_list_has_nothing_that_is_not_written()
    {
        var written = TableNames.Select(static row => row.Data).Concat(ConstantNames.Select(static row => row.Data)).Append("aws.resource.arn").ToHashSet();
        Assert.DoesNotContain(OwnAttributes.All, own => !written.Contains(own.Name));
    }
}
