"use strict";
const url = new URL("graphql", document.baseURI);
const defaultQuery = `# What is on in the directory. Press the arrow, or Ctrl and Enter, to ask.
{
  services(first: 5) {
    totalCount
    nodes {
      name
      organization { name }
      serviceAtLocations { location { name addresses { postalCode } } }
    }
  }
}
`;
ReactDOM.createRoot(document.getElementById("graphiql")).render(
  React.createElement(GraphiQL, { fetcher: GraphiQL.createFetcher({ url: url.href }), defaultQuery, shouldPersistHeaders: false }),
);
