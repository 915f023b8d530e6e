// Package deploycli reads and writes the configuration of a tenant in the
// layout of Auth0's Deploy CLI (auth0-deploy-cli): a folder with a JSON file for
// each rule, action and client, or one tenant.yaml.
//
// What comes in is data that somebody else wrote, taken apart already into
// values as encoding/json makes them. What the simulation has no counterpart for
// is listed and never dropped silently; a secret's value never gets further than
// this package's input.
package deploycli
